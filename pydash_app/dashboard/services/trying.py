"""Tries whether an app can be read yet, for somebody who waits until it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydash_app.dashboard.inputs import check_token
from pydash_app.dashboard.request_headers import GivenHeader, check_headers
from pydash_app.dashboard.services.search import find_app
from pydash_app.errors import AddressRefusedError, InvalidUrlError, RemoteError
from pydash_app.remote import OwnHeaders, RemoteGateway


@dataclass(frozen=True, slots=True)
class Trial:
    """What an app answered when it was tried.

    Attributes:
        fits: whether a dashboard could be registered now.
        code, message: of what keeps it from that; `None` where it fits.
        blames: which of `url` and `token` is the reason.
        fmd_version: of its Flask-MonitoringDashboard; `None` where it does not fit.
    """

    fits: bool
    code: str | None = None
    message: str | None = None
    blames: str | None = None
    fmd_version: str | None = None


def try_out(
    remotes: RemoteGateway, *, url: str, token: str, headers: Sequence[GivenHeader] = ()
) -> Trial:
    """Ask an app as a registration would, and store nothing.

    Raises:
        InvalidInputError: the security code or a header can't be used.
        InvalidUrlError, AddressRefusedError: no waiting makes this address fit.
        TooManyRequestsError, UnavailableError: too many apps are being asked right now.
    """
    check_token(token)
    pairs = check_headers(headers)
    urls = remotes.list_candidates(url)
    try:
        app = find_app(remotes, urls, token, lambda url: OwnHeaders.bound_to(url, pairs))
    except (InvalidUrlError, AddressRefusedError):
        raise
    except RemoteError as error:
        blamed = next(iter(error.fields), None)
        return Trial(fits=False, code=error.code, message=error.message, blames=blamed)
    return Trial(fits=True, fmd_version=app.exam.details.version)
