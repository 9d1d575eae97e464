"""What a remote means by a status other than 200."""

from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from pydash_app.errors import NotFmdError, RemoteError, UnreachableError, UnsupportedVersionError
from pydash_app.remote.http_session import Answer

WHERE_IT_IS = (
    "Give the address of the dashboard itself: often the app's own, followed by /dashboard."
)

HOW_TO_EXPORT = (
    "Install fmd_export in the app (pip install fmd_export) and call fmd_export.bind(app) after "
    "dashboard.bind(app)."
)

_SHOWN_CHARACTERS = 200


def require_ok(answer: Answer, dashboard_url: str) -> None:
    """Refuse an answer that is no page of the dashboard.

    Raises:
        NotFmdError: a redirect, or a page that does not exist or is not for everybody.
        UnsupportedVersionError: sent on to the login page of FMD 2.1 or later.
        UnreachableError: the app itself, or what stands before it, failed.
    """
    if answer.status == HTTPStatus.OK:
        return
    if answer.location and HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
        raise _refuse_redirect(answer, dashboard_url)
    raise _refuse_status(answer.status)


def _refuse_redirect(answer: Answer, dashboard_url: str) -> RemoteError:
    """For FMD 2.1 and later every unknown page is one to log in for; they export nothing."""
    try:
        target = urljoin(answer.url, answer.location)
        parts = urlsplit(target)
    except ValueError:
        return NotFmdError(f"The app sends PyDash on to nowhere. {WHERE_IT_IS}")
    if not parts.query and parts.path == urlsplit(dashboard_url).path + "/login":
        return UnsupportedVersionError(
            "The Flask-MonitoringDashboard there shows its login page instead of its "
            f"measurements: versions 2.1 to 5 hand out none by themselves. {HOW_TO_EXPORT}"
        )
    page = urlsplit(answer.url).path.removeprefix(urlsplit(dashboard_url).path)
    shown = target.removesuffix(page)
    if len(shown) > _SHOWN_CHARACTERS or not shown.isprintable():
        return NotFmdError(f"The app sends PyDash on to another address. {WHERE_IT_IS}")
    return NotFmdError(
        f"The app sends PyDash on to {shown}, and PyDash does not follow. "
        "If the dashboard is there, give that address."
    )


def _refuse_status(status: int) -> RemoteError:
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return NotFmdError(
            f"Something before the dashboard keeps PyDash out (HTTP {status}). "
            "Let PyDash's requests through to the dashboard's get_json pages."
        )
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UnreachableError(
            f"The app can't answer now (HTTP {status}). Look into its log, or try again later."
        )
    return NotFmdError(
        f"There is no Flask-MonitoringDashboard at that address (HTTP {status}). {WHERE_IT_IS}"
    )
