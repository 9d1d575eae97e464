"""What is around PyDash: the mail server."""

from pydash_app.doctor.finding import Finding
from pydash_app.errors import SettingsError, UnavailableError
from pydash_app.mail.mailers import SmtpMailer
from pydash_app.settings import Settings


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
