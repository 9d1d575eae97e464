"""Puts another secret key in force, in a way that a crash anywhere loses nothing.

The new key is on the disk before the first code is encrypted with it, and the old one until the
last one is. Each code can be read with one of the two, so that doing it again goes on where it was
interrupted.
"""

from dataclasses import dataclass
from pathlib import Path

from pydash_app.dashboard import repository
from pydash_app.dashboard.services.rekeying import encrypt_anew
from pydash_app.database import Database
from pydash_app.errors import SettingsError
from pydash_app.ports import Progress, tell_nobody
from pydash_app.secret_key import (
    find_secret_key,
    fingerprint_of,
    get_key_path,
    make_key,
    read_key,
    write_key,
)
from pydash_app.settings import Settings
from pydash_app.user import end_sessions

NEXT_NAME = "secret_key.next"


@dataclass(frozen=True, slots=True)
class Rotation:
    """What came of it.

    Attributes:
        fingerprint: of the new key.
        changed_count: how many security codes were encrypted anew.
        unreadable_count: how many could not be read before, and can't now.
        session_count: how many sessions have ended.
        must_be_set: whether the operator must put the new key into PYDASH_SECRET_KEY.
    """

    fingerprint: str
    changed_count: int
    unreadable_count: int
    session_count: int
    must_be_set: bool


def get_next_path(settings: Settings) -> Path:
    """Where the new key is while the codes are being encrypted with it."""
    return settings.data_dir / NEXT_NAME


def rotate(
    database: Database,
    settings: Settings,
    *,
    given: bytes | None = None,
    progress: Progress = tell_nobody,
) -> Rotation:
    """Encrypt everything with another key, and put that in force.

    Args:
        database: that nobody else uses meanwhile.
        settings: with the old key, or the folder that it is in.
        given: the new key; needed where the old one is set by a variable. Else one is made.
        progress: is told of the dashboards that are done.

    Raises:
        SettingsError: there is no key and needs none, or no new one where one is needed.
        UnavailableError: the database can't be reached; doing it again goes on there.
    """
    old = find_secret_key(settings)
    if old is None:
        if not database.read(repository.list_ids):
            raise SettingsError("There is no secret key yet; PyDash makes one when it starts.")
        old = make_key()  # the right one is lost for good: no code can be read
    is_set = bool(settings.secret_key.get_secret_value())
    new = _choose(settings, given, is_set=is_set)
    found = encrypt_anew(database, old=old, new=new, progress=progress)
    session_count = end_sessions(database).session_count
    if not is_set:
        get_next_path(settings).replace(get_key_path(settings))
    return Rotation(
        fingerprint=fingerprint_of(new),
        changed_count=found.changed_count,
        unreadable_count=found.unreadable_count,
        session_count=session_count,
        must_be_set=is_set,
    )


def _choose(settings: Settings, given: bytes | None, *, is_set: bool) -> bytes:
    if is_set:
        if given is None:
            raise SettingsError(
                "PYDASH_SECRET_KEY is set, and PyDash can't change that. Write a new key into a "
                "file and name it: pydash config rotate-key --new-key-file FILE"
            )
        return given
    path = get_next_path(settings)
    if path.exists():  # an interrupted one goes on with its own
        return read_key(path)
    write_key(path, given or make_key())
    return read_key(path)
