"""What is around PyDash: the mail server, and what stands in front of the web server."""

from collections.abc import Iterator

import requests

from pydash_app.doctor.finding import Finding
from pydash_app.errors import SettingsError, UnavailableError
from pydash_app.mail.mailers import SmtpMailer
from pydash_app.settings import Settings
from pydash_app.tls import TrustingAdapter

TIMEOUT_S = 5.0


def look_at_mail(settings: Settings) -> Finding:
    """Whether mails can leave."""
    url = settings.mail_url.get_secret_value()
    if not url:
        return Finding(
            "mail",
            "warning",
            f"No mail server is set, so mails are files in {settings.data_dir / 'outbox'}. Set "
            "PYDASH_MAIL_URL, or `pydash user add` people yourself.",
        )
    try:
        SmtpMailer(url, authorities=settings.ca_file).check()
    except (SettingsError, UnavailableError) as error:
        return Finding("mail", "problem", f"{error.message} Look at PYDASH_MAIL_URL.")
    return Finding("mail", "fine", "The mail server answers, and takes the login.")


def look_at_address(settings: Settings) -> Iterator[Finding]:
    """Whether PyDash answers where its links lead, and knows of the proxy in front of it."""
    url = f"{settings.public_url}/api/health"
    try:
        with requests.Session() as session:
            session.trust_env = False
            session.mount("https://", TrustingAdapter(settings.ca_file))
            answer = session.get(url, timeout=TIMEOUT_S, allow_redirects=False)
    except SettingsError:
        return  # told with the authorities
    except requests.RequestException as error:
        yield Finding(
            "address",
            "problem",
            f"Nothing answers at {settings.public_url} ({type(error).__name__}), where the links "
            "in mails lead. Is PyDash running, and PYDASH_BASE_URL right?",
        )
        return
    if _is_pydash(answer):
        yield Finding("address", "fine", f"PyDash answers at {settings.public_url}.")
    else:
        yield Finding(
            "address",
            "problem",
            f"What answers at {settings.public_url} is not PyDash (status {answer.status_code}). "
            "Look at PYDASH_BASE_URL, and at the proxy.",
        )


def _is_pydash(answer: requests.Response) -> bool:
    try:
        found = answer.json()
    except requests.JSONDecodeError:
        return False
    return isinstance(found, dict) and {"database", "scheduler"} <= found.keys()
