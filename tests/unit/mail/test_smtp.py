"""The SMTP mailer against a real, small SMTP server on the loopback."""

import socket
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session

from pydash_app.errors import UnavailableError
from pydash_app.mail.mailers import SmtpMailer
from pydash_app.mail.sending import compose
from tests.unit.mail.mail_parts import text_of
from tests.unit.mail.test_sending import LINK, SENDER, make_mail


class MailServer:
    """Keeps what it is sent; refuses recipients named `full@…`."""

    def __init__(self, **options: Any) -> None:
        self.envelopes: list[Envelope] = []
        self.logins: list[str] = []
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=find_free_port(),
            authenticator=self._authenticate,
            **options,
        )

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._controller.stop()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._controller.port}"

    def _authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _kind: str, data: Any
    ) -> AuthResult:
        self.logins.append(f"{data.login.decode()}:{data.password.decode()}")
        return AuthResult(success=data.password == b"p@ss/word", handled=False)

    async def handle_RCPT(  # noqa: N802  the server's own name
        self,
        _server: Any,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address.startswith("full@"):
            return "552 Mailbox full, hunter2"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  the server's own name
        self, _server: Any, _session: Session, envelope: Envelope
    ) -> str:
        self.envelopes.append(envelope)
        return "250 OK"


def find_free_port() -> int:
    # The controller can't be told to take any port: it connects to the one that it was given.
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer(auth_require_tls=False, enable_SMTPUTF8=True) as server:
        yield server


def test_a_mail_arrives(server: MailServer, now: datetime) -> None:
    mail = make_mail(now, name="Zoë")
    SmtpMailer(f"smtp://{server.address}").send(compose(mail, SENDER), link=LINK)
    [envelope] = server.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("pydash@localhost", ["a@x.org"])
    assert isinstance(envelope.content, bytes)
    received = message_from_bytes(envelope.content, policy=policy.default)
    assert isinstance(received, EmailMessage)
    assert LINK in text_of(received).splitlines()
    assert "Hello Zoë," in text_of(received)


def test_user_and_password_of_the_address_log_in(server: MailServer, now: datetime) -> None:
    url = f"smtp://pydash%40x:p%40ss%2Fword@{server.address}"
    SmtpMailer(url).send(compose(make_mail(now), SENDER), link=LINK)
    assert server.logins == ["pydash@x:p@ss/word"]
    assert len(server.envelopes) == 1


@pytest.mark.parametrize(
    ("login", "to"), [("", "full@example.org"), ("pydash:hunter2@", "a@example.org")]
)
def test_a_refusal_is_unavailable_and_quotes_no_secret(
    server: MailServer, now: datetime, login: str, to: str
) -> None:
    mailer = SmtpMailer(f"smtp://{login}{server.address}")
    with pytest.raises(UnavailableError) as caught:
        mailer.send(compose(make_mail(now, to=to), SENDER), link=LINK)
    assert "hunter2" not in caught.value.message
    assert server.envelopes == []


def test_a_server_that_is_gone_is_unavailable(now: datetime) -> None:
    with MailServer() as server:
        address = server.address
    with pytest.raises(UnavailableError):
        SmtpMailer(f"smtp://{address}").send(compose(make_mail(now), SENDER), link=LINK)


def test_a_server_that_speaks_no_tls_is_refused_by_smtps(
    server: MailServer, now: datetime
) -> None:
    with pytest.raises(UnavailableError):
        SmtpMailer(f"smtps://{server.address}").send(compose(make_mail(now), SENDER), link=LINK)


@pytest.mark.parametrize(
    ("to", "recipient"),
    [
        ("zoë@example.org", "zoë@example.org"),
        ("alice@bücher.example", "alice@xn--bcher-kva.example"),  # any server takes this one
    ],
)
def test_a_non_ascii_address_gets_its_mail(
    server: MailServer, now: datetime, to: str, recipient: str
) -> None:
    SmtpMailer(f"smtp://{server.address}").send(compose(make_mail(now, to=to), SENDER), link=LINK)
    assert server.envelopes[0].rcpt_tos == [recipient]
