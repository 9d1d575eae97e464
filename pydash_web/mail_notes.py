"""What an answer says of a mail: that it is on its way, or where its link waits instead.

Without a mail server (`PYDASH_MAIL_URL`) mails are files on PyDash's machine, and their links
stand in its log. Which of the two is said depends on the settings alone, so that nobody learns
from it whether an address has an account.
"""

import shlex

from pydash_app.settings import Settings

_IN_THE_LOG = "in the log of this PyDash, which has no mail server. Ask its operator for it"


def has_mail_server(settings: Settings) -> bool:
    """Whether mails leave the machine."""
    return bool(settings.mail_url.get_secret_value())


def after_registering(settings: Settings, name: str) -> str:
    """What to do next, for whoever has asked for an account."""
    if has_mail_server(settings):
        return "Almost done: open the link in the mail that is on its way to you."
    command = f"pydash user verify {shlex.quote(name)}"
    return (
        f"Almost done: the link that verifies your address is {_IN_THE_LOG}, or to run: {command}"
    )


def after_resending(settings: Settings) -> str:
    """The same for whoever wants the link again; nobody hears whether there is one."""
    if has_mail_server(settings):
        return "If this address waits for its verification, a mail is on its way."
    return (
        f"If this address waits for its verification, a new link is {_IN_THE_LOG}, or to run "
        "`pydash user verify` with your name."
    )


def after_forgetting(settings: Settings) -> str:
    """The same for whoever has forgotten a password."""
    if has_mail_server(settings):
        return "If this address has an account, a mail is on its way."
    return (
        f"If this address has an account, a link is {_IN_THE_LOG}, or to run "
        "`pydash user set-password` with your name."
    )


def after_undoing(settings: Settings) -> str:
    """How an account that was locked down is opened again."""
    where = (
        "by the link in the mail that is on its way to you."
        if has_mail_server(settings)
        else f"by the link {_IN_THE_LOG}."
    )
    return (
        "Every session and API token of your account has ended. Choose another password " + where
    )


def after_another_address(settings: Settings) -> str:
    """When an address that was changed begins to count."""
    if has_mail_server(settings):
        return (
            "Your settings are changed. The new e-mail address counts once you have opened the "
            "link in the mail that is on its way there."
        )
    return (
        "Your settings are changed. The new e-mail address counts once you have opened the link "
        f"{_IN_THE_LOG}."
    )
