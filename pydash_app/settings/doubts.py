"""Settings that can be read, each for itself, and yet can hardly do what is meant by them."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydash_app.settings.base_url import path_of
from pydash_app.settings.model import Settings
from pydash_app.settings.own_address import is_everywhere

DEFAULT_SENDER = Settings.model_fields["mail_from"].default


@dataclass(frozen=True, slots=True)
class Doubt:
    """One of them.

    Attributes:
        about: what it concerns, in a word.
        sentence: what will happen, and what to set.
    """

    about: str
    sentence: str


def find_doubts(settings: Settings) -> Iterator[Doubt]:
    """What to say at the start, and by the doctor."""
    yield from _doubt_address(settings)
    yield from _doubt_proxies(settings)
    if settings.fetch_interval < settings.min_fetch_interval:
        yield Doubt(
            "fetching",
            f"PYDASH_FETCH_INTERVAL is {settings.fetch_interval:g}, and apps are asked every "
            f"{settings.min_fetch_interval:g} seconds all the same: PYDASH_MIN_FETCH_INTERVAL is "
            "the least. Set that, too.",
        )
    if settings.mail_url.get_secret_value() and settings.mail_from == DEFAULT_SENDER:
        yield Doubt(
            "mail",
            f"Mails are sent as {DEFAULT_SENDER}, which most mail servers refuse or take for "
            "spam. Set PYDASH_MAIL_FROM to an address of your own.",
        )
    if settings.backup_dir is not None and settings.database:
        yield Doubt(
            "backups",
            "PYDASH_BACKUP_DIR has no effect: PYDASH_DATABASE names a database that is backed up "
            "where it lives. Make backups there, and leave PYDASH_BACKUP_DIR away.",
        )


def _doubt_address(settings: Settings) -> Iterator[Doubt]:
    if not settings.base_url and is_everywhere(settings.host):
        yield Doubt(
            "address",
            f"PYDASH_HOST is {settings.host}, which stands for every address of this machine, and "
            f"PYDASH_BASE_URL is empty: links in mails lead to {settings.public_url}, which may "
            "not be where people find PyDash. Set PYDASH_BASE_URL to the address that they use.",
        )


def _doubt_proxies(settings: Settings) -> Iterator[Doubt]:
    if any(network.prefixlen == 0 for network in settings.trusted_proxies):
        yield Doubt(
            "proxy",
            "PYDASH_TRUSTED_PROXIES names every address there is, so that anybody may say where "
            "their requests come from. Name your proxies alone.",
        )
    if settings.trusted_proxies and not settings.base_url:
        yield Doubt(
            "proxy",
            "PYDASH_TRUSTED_PROXIES names a proxy, and PYDASH_BASE_URL is empty: links in mails "
            f"lead to {settings.public_url}. Set it to the address that people use.",
        )
    needs_proxy = settings.base_url.startswith("https:") or path_of(settings.base_url)
    if needs_proxy and not settings.trusted_proxies:
        yield Doubt(
            "proxy",
            "PYDASH_BASE_URL speaks of a proxy, and PYDASH_TRUSTED_PROXIES names none: all "
            "visitors seem to come from the proxy, and share its rate limits. Name its address.",
        )
