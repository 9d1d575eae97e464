"""Why an app is refused: what was asked, what came, and what to do.

`docs/refusals.md` holds the same reasons, each with its test.
"""

from collections.abc import Mapping

from pydash_app.errors import (
    AppBusyError,
    NotFmdError,
    UnreachableError,
    UnsupportedVersionError,
    WrongTokenError,
)
from pydash_app.remote.connection_reasons import CONNECTION_REASONS, Reason

WHERE_IT_IS = (
    "Give the address of the dashboard itself: often the app's own, followed by /dashboard."
)

HOW_TO_EXPORT = (
    "Install fmd_export in the app, by the command that the page Add dashboard shows, and call "
    "fmd_export.bind(app) after dashboard.bind(app)."
)


REASONS: Mapping[str, Reason] = {
    **CONNECTION_REASONS,
    "login_wall": Reason(
        NotFmdError,
        "The app asks for a login before it answers: asked for {page}, it sent PyDash on to "
        "{target} (HTTP {status}). Exempt {pages} from that, in the app's before_request perhaps: "
        "what matters there is signed with the security code.",
    ),
    "single_sign_on": Reason(
        NotFmdError,
        "The app asks for a login before it answers: asked for {page}, it sent PyDash on to "
        "{target} (HTTP {status}). Exempt {pages} from the login there, or give PyDash a request "
        "header that it accepts.",
    ),
    "moved": Reason(
        NotFmdError,
        "Asked for {page}, the app sends PyDash on to {target}, and PyDash does not follow "
        "(HTTP {status}). If the dashboard is there, give that address.",
    ),
    "sent_elsewhere": Reason(
        NotFmdError,
        "Asked for {page}, the app sends PyDash on to {target} (HTTP {status}), and PyDash does "
        "not follow. If the app wants something first, a login perhaps, exempt {pages}. "
        f"Else: {WHERE_IT_IS}",
    ),
    "redirect_loop": Reason(
        NotFmdError,
        "Asked for {page}, the app sends PyDash to the same address again (HTTP {status}), and "
        "PyDash does not follow. It waits for a cookie, or for a header that its proxy should "
        "set, such as X-Forwarded-Proto. Exempt {pages} from that.",
    ),
    "sent_nowhere": Reason(
        NotFmdError,
        "Asked for {page}, the app sends PyDash on to an address that can't be one "
        f"(HTTP {{status}}). {WHERE_IT_IS}",
    ),
    "fmd_login": Reason(
        UnsupportedVersionError,
        "The Flask-MonitoringDashboard there shows its login page instead of its measurements: "
        f"versions 2.1 to 5 hand out none by themselves. {HOW_TO_EXPORT}",
    ),
    "basic_auth": Reason(
        NotFmdError,
        "Something before the dashboard asks for a user name and a password: asked for {page}, it "
        "answered HTTP {status} with {scheme} authentication. Add the request header "
        "Authorization: Basic … to the dashboard, or exempt {pages} from it.",
    ),
    "header_wanted": Reason(
        NotFmdError,
        "Something before the dashboard keeps PyDash out: asked for {page}, it answered HTTP "
        "{status}. Add the request header that it wants to the dashboard, or exempt {pages} from "
        "it.",
    ),
    "headers_refused": Reason(
        NotFmdError,
        "Something before the dashboard keeps PyDash out: asked for {page} with {names}, it "
        "answered HTTP {status}. Check the values of these request headers, and give them again.",
    ),
    "kept_out": Reason(
        NotFmdError,
        "Something before the dashboard keeps PyDash out: asked for {page}, it answered HTTP "
        "{status}. Exempt {pages}, allow PyDash's address, or add the request header that it "
        "wants to the dashboard.",
    ),
    "challenge": Reason(
        NotFmdError,
        "Something before the app wants proof of a human, which PyDash can't give: asked for "
        "{page}, it answered HTTP {status} with a challenge. Exempt {pages} from it, or let "
        "PyDash's address pass.",
    ),
    "captive_portal": Reason(
        NotFmdError,
        "The network of the machine that PyDash runs on asks for a login: HTTP {status} came "
        "instead of {page}. Whoever runs PyDash must log that machine in there.",
    ),
    "wants_https": Reason(
        NotFmdError,
        "The app speaks https on that port: asked for {page}, it answered HTTP {status}. Let the "
        "address begin with https://.",
    ),
    "not_there": Reason(
        NotFmdError,
        "There is no Flask-MonitoringDashboard at that address: asked for {page}, it answered "
        f"HTTP {{status}}. {WHERE_IT_IS}",
    ),
    "asked_to_wait": Reason(
        AppBusyError,
        "The app asks to be left alone: asked for {page}, it answered HTTP {status}. Try again in "
        "{minutes}.",
    ),
    "busy": Reason(
        UnreachableError,
        "The app was asked too often: asked for {page}, it answered HTTP {status}. Try again "
        "later, or exempt {pages} from its limit.",
    ),
    "maintenance": Reason(
        UnreachableError,
        "The app is being worked on: asked for {page}, it answered HTTP {status} with a page that "
        "says so. Try again when that is over.",
    ),
    "unavailable": Reason(
        UnreachableError,
        "The app is not available now: asked for {page}, it answered HTTP {status}. Check that it "
        "is running, or try again later.",
    ),
    "gateway_error": Reason(
        UnreachableError,
        "The server before the app got no answer from it: asked for {page}, it answered HTTP "
        "{status}. Check that the app is running, and where that server looks for it.",
    ),
    "app_failed": Reason(
        UnreachableError,
        "The app fails: asked for {page}, it answered HTTP {status}. Look into its log.",
    ),
    "login_page": Reason(
        NotFmdError,
        "The app asks for a login before it answers: asked for {page}, it answered with a login "
        "page (HTTP {status}). Exempt {pages} from that: what matters there is signed with the "
        "security code.",
    ),
    "web_page": Reason(
        NotFmdError,
        "What answers at that address is no Flask-MonitoringDashboard: asked for {page}, it "
        f"answered with a web page. {WHERE_IT_IS}",
    ),
    "not_json": Reason(
        NotFmdError,
        "What answers at that address is no Flask-MonitoringDashboard: asked for {page}, it "
        f"answered with something that is not JSON. {WHERE_IT_IS}",
    ),
    "other_json": Reason(
        NotFmdError,
        "What answers at that address is no Flask-MonitoringDashboard: asked for {page}, it "
        f"answered with JSON of something else. {WHERE_IT_IS}",
    ),
    "no_export": Reason(
        UnsupportedVersionError,
        "Flask-MonitoringDashboard {version} answers there, which hands out no measurements. "
        f"{HOW_TO_EXPORT}",
    ),
    "newer_export": Reason(
        UnsupportedVersionError,
        "The app's fmd_export is newer than this PyDash. Ask whoever runs this PyDash to upgrade "
        "it.",
    ),
    "authorization_lost": Reason(
        NotFmdError,
        "The app does not see the header Authorization with which PyDash signs, so something "
        "before it drops it. For Apache with mod_wsgi, set WSGIPassAuthorization On; have other "
        "servers pass that header on.",
    ),
    "proof_unread": Reason(
        NotFmdError,
        "The dashboard has an Authorization header of its own, and the app's fmd_export is too "
        "old to look for PyDash's signature elsewhere. Install the newer fmd_export in the app.",
    ),
    "wrong_token": Reason(
        WrongTokenError,
        "The security code does not fit. Copy SECURITY_TOKEN from the configuration of the app's "
        "Flask-MonitoringDashboard.{hint}",
    ),
    "not_signed": Reason(
        NotFmdError,
        "The app's answer is not signed as Flask-MonitoringDashboard's are. Check that the "
        "address is that of the dashboard itself.",
    ),
}
