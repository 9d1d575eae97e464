from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import SecretStr

from pydash_app.database import Database
from pydash_app.errors import UnavailableError
from pydash_app.mail import list_pending, open_mailer, send
from pydash_app.mail import queue as mails
from pydash_app.mail.entity import LIFETIME, LONGEST_PAUSE, Mail
from pydash_app.mail.mailers import OutboxMailer, SmtpMailer
from pydash_app.mail.sending import compose
from pydash_app.settings import Settings
from tests.unit.mail.mail_parts import html_of, text_of

SENDER = "PyDash <pydash@localhost>"
LINK = "https://pydash.example.org/verify/abc_-123"


def make_mail(
    now: datetime, *, name: str = "Alice", to: str = "a@x.org", link: str = LINK
) -> Mail:
    text = f"Hello {name},\n\nopen this link:\n\n{link}\n\nBye.\n"
    return Mail(to=to, subject="Verify", text=text, link=link, now=now)


def queue_mail(database: Database, now: datetime) -> None:
    database.write(lambda root: mails.add(root, make_mail(now)))


class FailingMailer:
    """Fails as often as told, then takes every mail."""

    def __init__(self, failure_count: int) -> None:
        self.failure_count = failure_count
        self.taken: list[str] = []

    def send(self, message: EmailMessage, *, link: str) -> None:
        if self.failure_count:
            self.failure_count -= 1
            raise UnavailableError("Not now.")
        assert link in text_of(message)
        self.taken.append(link)


def send_all(database: Database, mailer: FailingMailer, now: datetime) -> None:
    for mail_id in list_pending(database, now=now):
        send(database, mailer, mail_id, sender=SENDER, now=now)


def test_a_mail_is_sent_once_and_forgotten(database: Database, now: datetime) -> None:
    queue_mail(database, now)
    mailer = FailingMailer(0)
    [mail_id] = list_pending(database, now=now)
    for _ in range(2):
        send(database, mailer, mail_id, sender=SENDER, now=now)
    assert mailer.taken == [LINK]
    assert list_pending(database, now=now + timedelta(days=2)) == []


def test_a_mail_that_was_rolled_back_is_never_sent(database: Database, now: datetime) -> None:
    def add_and_fail(root: dict[str, object]) -> None:
        mails.add(root, make_mail(now))
        raise LookupError

    with pytest.raises(LookupError):
        database.write(add_and_fail)  # type: ignore[arg-type]
    assert list_pending(database, now=now) == []


def test_a_failed_mail_waits_twice_as_long_each_time(database: Database, now: datetime) -> None:
    queue_mail(database, now)
    mailer, pauses, at = FailingMailer(8), [], now
    while mailer.failure_count:
        with pytest.raises(UnavailableError):
            send_all(database, mailer, at)
        before = at
        while not list_pending(database, now=at):
            at += timedelta(seconds=1)
        pauses.append((at - before).total_seconds())
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 640]
    send_all(database, mailer, at)
    assert mailer.taken == [LINK]


def test_pauses_have_a_bound(now: datetime) -> None:
    mail = make_mail(now)
    for _ in range(100):
        mail.postpone(now=now)
    assert mail.next_try_at == now + LONGEST_PAUSE


def test_a_mail_is_given_up_after_a_day(database: Database, now: datetime) -> None:
    queue_mail(database, now)
    mailer = FailingMailer(0)
    send_all(database, mailer, now + LIFETIME)
    assert mailer.taken == []
    assert list_pending(database, now=now + 2 * LIFETIME) == []


def test_the_outbox_gets_one_whole_file(tmp_path: Path, now: datetime) -> None:
    mail = make_mail(now, name="Zoë")
    mailer = OutboxMailer(tmp_path / "outbox")
    for _ in range(2):
        mailer.send(compose(mail, SENDER), link=LINK)
    [path] = (tmp_path / "outbox").iterdir()
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    written = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(written, EmailMessage)
    assert (written["To"], written["From"]) == ("a@x.org", SENDER)
    assert "Hello Zoë," in text_of(written)


def test_an_outbox_that_can_not_be_written_keeps_the_mail_waiting(
    tmp_path: Path, database: Database, now: datetime
) -> None:
    (tmp_path / "outbox").write_text("a file where the folder should be")
    queue_mail(database, now)
    [mail_id] = list_pending(database, now=now)
    with pytest.raises(UnavailableError, match="outbox"):
        send(database, OutboxMailer(tmp_path / "outbox"), mail_id, sender=SENDER, now=now)
    assert list_pending(database, now=now + timedelta(minutes=1)) == [mail_id]


def test_a_mail_that_was_not_written_leaves_no_draft(tmp_path: Path, now: datetime) -> None:
    mail = make_mail(now)
    (tmp_path / f"{mail.id}.eml").mkdir()
    with pytest.raises(UnavailableError):
        OutboxMailer(tmp_path).send(compose(mail, SENDER), link=LINK)
    assert [path.name for path in tmp_path.iterdir()] == [f"{mail.id}.eml"]


@pytest.mark.parametrize("name", ["Alice", "Zoë", "名前", "a" * 64, "From here", "."])
@pytest.mark.parametrize("base", ["http://h", "https://pydash.example.org/" + "long/" * 170])
def test_the_link_stands_on_a_line_of_its_own_in_the_raw_mail(
    now: datetime, name: str, base: str
) -> None:
    link = f"{base}/verify/abc_-123"
    lines = bytes(compose(make_mail(now, name=name, link=link), SENDER)).splitlines()
    assert link.encode() in lines


def test_a_link_longer_than_a_line_of_mail_can_be_still_reads_whole(now: datetime) -> None:
    link = "https://pydash.example.org/" + "long/" * 300
    raw = bytes(compose(make_mail(now, link=link), SENDER))
    assert max(len(line) for line in raw.splitlines()) <= 998
    written = message_from_bytes(raw, policy=policy.default)
    assert isinstance(written, EmailMessage)
    assert link in text_of(written).splitlines()


@pytest.mark.parametrize(
    ("to", "written_as"),
    [
        ("zoë@example.org", "zoë@example.org"),
        ("alice@bücher.example", "alice@xn--bcher-kva.example"),
    ],
)
def test_a_non_ascii_address_stays_one_address(
    now: datetime, to: str, written_as: str, tmp_path: Path
) -> None:
    OutboxMailer(tmp_path).send(compose(make_mail(now, to=to), SENDER), link=LINK)
    [path] = tmp_path.iterdir()
    written = message_from_bytes(path.read_bytes(), policy=policy.SMTPUTF8)
    assert [address.addr_spec for address in written["To"].addresses] == [written_as]


def test_the_address_decides_the_mailer(tmp_path: Path) -> None:
    outbox = open_mailer(Settings(data_dir=tmp_path, mail_url=SecretStr("")))
    smtp = open_mailer(Settings(data_dir=tmp_path, mail_url=SecretStr("smtp://localhost:25")))
    assert isinstance(outbox, OutboxMailer)
    assert isinstance(smtp, SmtpMailer)


def test_the_page_says_what_the_text_says_and_loads_nothing(now: datetime) -> None:
    mail = make_mail(now, name="<b>Zoë</b> & co")
    page = html_of(compose(mail, SENDER))
    assert "Hello &lt;b&gt;Zoë&lt;/b&gt; &amp; co," in page
    assert f'href="{LINK}"' in page
    assert page.count(LINK) == 2
    assert not any(word in page for word in ("<script", "<img", "src=", "url("))
