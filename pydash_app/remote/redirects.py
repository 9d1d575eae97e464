"""What an app means that sends PyDash on to another address."""

import re
from urllib.parse import SplitResult, urljoin, urlsplit

from pydash_app.errors import RemoteError
from pydash_app.remote.refusals import refuse, shown

_LOGIN_STEPS = re.compile(
    r"(?:^|[/_.-])(?:log-?in|log-?on|sign-?in|sign_in|auth|authenticate|authorize|oauth2?|oidc|"
    r"saml2?|sso|cas|accounts?|session|realms)(?:$|[/_.-])",
    re.IGNORECASE,
)
_WAY_BACK = re.compile(
    r"(?:^|&)(?:next|return|return_?to|return_?url|redirect|redirect_?(?:to|uri|url)|rd|back|"
    r"continue|service|came_?from|origin_?url|goto|target|ru|url)=",
    re.IGNORECASE,
)


def refuse_redirect(
    answer_url: str, location: str, dashboard_url: str, said: dict[str, object]
) -> RemoteError:
    """The refusal of a redirect.

    Args:
        answer_url: what was asked for.
        location: where the answer leads to, as sent.
        dashboard_url: the address that was given.
        said: of the answer, for the sentence.
    """
    try:
        target = urljoin(answer_url, location)
        parts = urlsplit(target)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return refuse("sent_nowhere", **said)
    if not has_host or not target.isprintable() or parts.scheme not in ("http", "https"):
        return refuse("sent_nowhere", **said)
    asked = urlsplit(answer_url)
    reason = _judge(asked, parts, urlsplit(dashboard_url))
    if reason == "moved":
        page = asked.path.removeprefix(urlsplit(dashboard_url).path)
        target = target.partition("?")[0].removesuffix(page)
    return refuse(reason, **said, target=shown(target))


def _judge(asked: SplitResult, target: SplitResult, dashboard: SplitResult) -> str:
    is_same_host = (asked.scheme, asked.netloc) == (target.scheme, target.netloc)
    # For FMD 2.1 and later every unknown page is one to log in for; they export nothing.
    # At the root, nothing tells FMD's login page from the app's.
    is_login_of_fmd = bool(dashboard.path) and target.path == f"{dashboard.path}/login"
    if asked.hostname == target.hostname and is_login_of_fmd and not target.query:
        return "fmd_login"
    if is_same_host and target.path == asked.path:
        return "redirect_loop"
    page = asked.path.removeprefix(dashboard.path)
    if target.path.endswith(page) and not _WAY_BACK.search(target.query):
        return "moved"
    is_login = _LOGIN_STEPS.search(target.path) or _WAY_BACK.search(target.query)
    if asked.hostname != target.hostname:
        return (
            "single_sign_on"
            if is_login or _says_login(target.hostname or "")
            else "sent_elsewhere"
        )
    return "login_wall" if is_login else "sent_elsewhere"


def _says_login(host: str) -> bool:
    return _LOGIN_STEPS.search(host) is not None
