from datetime import datetime
from pathlib import Path
from uuid import UUID

import ZODB

from pydash_app.dashboard import register as register_dashboard
from pydash_app.database import Database
from pydash_app.mail import list_pending, send
from pydash_app.mail.mailers import OutboxMailer
from pydash_app.user import create_token, log_in, request_password_reset, verify
from tests.factories import PASSWORD, SECRET_KEY, make_guard
from tests.unit.dashboard.scripted_remote import ScriptedGateway, ScriptedRemote
from tests.unit.user.conftest import BASE, Accounts

TOKEN = "a-remote-security-code-that-nobody-may-read"


def test_the_database_file_holds_no_password_code_or_token(tmp_path: Path, now: datetime) -> None:
    database = Database(ZODB.DB(str(tmp_path / "data.fs")))
    accounts = Accounts(database, now)
    accounts.register()
    [code] = accounts.codes()
    verify(database, code, public_url=BASE, now=now)
    request_password_reset(database, "alice@example.org", public_url=BASE, now=now)
    [reset_code] = accounts.codes("reset-password")
    session = log_in(database, "alice", PASSWORD, guard=make_guard(), now=now)
    _watch_something(database, session.user.id, now)
    made = create_token(
        database,
        session.user.id,
        name="x",
        scope="read",
        expires_at=None,
        public_url=BASE,
        now=now,
    )
    for mail_id in list_pending(database, now=now):
        send(database, OutboxMailer(tmp_path), mail_id, sender="PyDash <p@localhost>", now=now)
    _pack(database)
    database.close()

    stored = (tmp_path / "data.fs").read_bytes()
    assert b"alice@example.org" in stored  # so that what follows is not true of an empty file
    for secret in (PASSWORD, code, reset_code, session.session_token, made.token, TOKEN):
        assert secret.encode() not in stored


def _watch_something(database: Database, user_id: UUID, now: datetime) -> None:
    register_dashboard(
        database,
        ScriptedGateway(ScriptedRemote()),
        user_id=user_id,
        name="shop",
        url="http://127.0.0.1/dashboard",
        token=TOKEN,
        secret_key=SECRET_KEY,
        now=now,
    )


def _pack(database: Database) -> None:
    # A mail that was sent leaves the file with the old states of objects, which packing drops.
    database._zodb.pack()
