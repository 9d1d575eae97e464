"""The ways in which mails leave: a folder, or an SMTP server."""

import logging
import os
import smtplib
import socket
import ssl
import tempfile
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydash_app import names
from pydash_app.errors import UnavailableError
from pydash_app.ports import Mailer
from pydash_app.settings import Settings
from pydash_app.tls import client_context, describe_distrust

SMTP_TIMEOUT_S = 20
SMTP_PORT = 587
SMTPS_PORT = 465

VERIFYING = " (`pydash user verify` with the user's name does the same)"

log = logging.getLogger(__name__)


def open_mailer(settings: Settings) -> Mailer:
    """The mailer that `PYDASH_MAIL_URL` names: the outbox folder where it is empty.

    Raises:
        SettingsError: the certificates in `PYDASH_CA_FILE` can't be used.
    """
    url = settings.mail_url.get_secret_value()
    return (
        SmtpMailer(url, authorities=settings.ca_file)
        if url
        else OutboxMailer(settings.data_dir / "outbox")
    )


class OutboxMailer:
    """Puts each mail as an `.eml` file into a folder, and its link into the log."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage, *, link: str) -> None:
        """Write the file, whole or not at all; the same mail again replaces it.

        Raises:
            UnavailableError: the folder can't be written.
        """
        name = message["Message-ID"].strip("<>").partition("@")[0]
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(self._folder / f"{name}.eml", bytes(message))
        except OSError as error:
            raise UnavailableError(f"The outbox can't be written: {error.strerror}.") from error
        advice = VERIFYING if "/verify/" in link else ""
        log.info("Mail to %s, as no mail server is set: %s%s", message["To"], link, advice)

    def _write(self, path: Path, content: bytes) -> None:
        # The draft has another ending, so that who looks for `*.eml` never sees half a mail.
        handle, draft = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=".draft")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(path)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise


class _PunctualSmtp(smtplib.SMTP):
    """Looking the server's name up counts into the time that connecting may take."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return names.connect(host, port, timeout_s=timeout)


class _PunctualSmtps(smtplib.SMTP_SSL, _PunctualSmtp):
    """The same, with TLS from the first byte on."""


class SmtpMailer:
    """Hands mails to an SMTP server: `smtp://` with STARTTLS where offered, or `smtps://`.

    Args:
        url: see `PYDASH_MAIL_URL`.
        authorities: a file of certificates to trust besides the public authorities'.

    Raises:
        SettingsError: that file can't be used.
    """

    def __init__(self, url: str, *, authorities: Path | None = None) -> None:
        self._context = client_context(authorities)
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._is_tls = parts.scheme == "smtps"
        self._port = parts.port or (SMTPS_PORT if self._is_tls else SMTP_PORT)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")

    def send(self, message: EmailMessage, *, link: str) -> None:  # noqa: ARG002  the port asks for it
        """Hand the mail to the server.

        Raises:
            UnavailableError: the server can't be reached or refuses it.
        """
        try:
            with self._connect() as server:
                if self._user:
                    server.login(self._user, self._password)
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            # The server's own words may quote the login; only the kind of failure is told.
            raise UnavailableError(
                f"The mail server {self._host} did not take a mail: {_kind_of(error)}"
            ) from error

    def check(self) -> None:
        """Log in as for a mail, and send none.

        Raises:
            UnavailableError: the server can't be reached or refuses the login.
        """
        try:
            with self._connect() as server:
                if self._user:
                    server.login(self._user, self._password)
        except (OSError, smtplib.SMTPException) as error:
            raise UnavailableError(
                f"The mail server {self._host} can't be used: {_kind_of(error)}"
            ) from error

    def _connect(self) -> smtplib.SMTP:
        # smtplib would ask for it by itself, and wait as long as the name server likes.
        own_name = names.find_own_name(timeout_s=SMTP_TIMEOUT_S)
        if self._is_tls:
            return _PunctualSmtps(
                self._host, self._port, own_name, timeout=SMTP_TIMEOUT_S, context=self._context
            )
        server = _PunctualSmtp(self._host, self._port, own_name, timeout=SMTP_TIMEOUT_S)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=self._context)
            server.ehlo()
        return server


def _kind_of(error: Exception) -> str:
    """What went wrong, in words that quote no login."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate can't be trusted. {describe_distrust(error)}"
    return f"{type(error).__name__}."
