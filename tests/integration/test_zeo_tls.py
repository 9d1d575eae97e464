"""A database server for other machines: who shows no certificate of ours does not get in."""

import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from pydash_app.database import Database, Root, transactional
from pydash_app.errors import SettingsError, UnavailableError
from pydash_app.settings import Settings
from pydash_cli.database_place import find_place
from tests.stack.certificates import Authority, Certified
from tests.stack.fixtures import StartPydash
from tests.stack.reading_process import reading_process
from tests.stack.running_pydash import Person
from tests.stack.storages import CHOICE, Storage
from tests.stack.waiting import find_free_port, wait_until

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parent.parent.parent
ANNOUNCEMENTS = 50
HOST = "127.0.0.1"


class Served:
    """A server with certificates, and those who would like to use it."""

    def __init__(self, folder: Path, port: int) -> None:
        ours, theirs = Authority(folder / "ours"), Authority(folder / "theirs")
        self.folder = folder
        self.port = port
        self.server = ours.certify("server", HOST)
        self.client = ours.certify("client")
        stranger = theirs.certify("stranger", HOST)
        # Trusts our server, and shows what somebody else has signed.
        self.stranger = Certified(stranger.certificate, stranger.key, ours.path)
        # Would be let in, and does not trust our server.
        self.doubter = Certified(self.client.certificate, self.client.key, theirs.path)

    @property
    def uri(self) -> str:
        return f"zeo://{HOST}:{self.port}"

    def settings_of(self, who: Certified | None) -> Settings:
        if who is None:
            return Settings(database=self.uri)
        return Settings(
            database=self.uri,
            zeo_certificate=who.certificate,
            zeo_key=who.key,
            zeo_authority=who.authority,
        )

    def fill_in(self, shipped: str, who: Certified) -> Path:
        """A shipped configuration with this server's place and these files in it."""
        text = (ROOT / "deploy" / "zeo" / shipped).read_text("utf-8")
        name = "zeo" if shipped == "zeo.conf" else "client"
        for before, after in {
            f"/etc/pydash/{name}.crt": who.certificate,
            f"/etc/pydash/{name}.key": who.key,
            "/etc/pydash/ca.crt": who.authority,
            "0.0.0.0:8100": f"{HOST}:{self.port}",
            "zeo.example.org:8100": f"{HOST}:{self.port}",
            "zeo.example.org": HOST,
            "/var/lib/pydash/": f"{self.folder}/",
        }.items():
            text = text.replace(before, str(after))
        path = self.folder / shipped
        path.write_text(text, "utf-8")
        return path


@contextmanager
def process(command: list[str], variables: Mapping[str, str], port: int) -> Iterator[None]:
    with subprocess.Popen(command, env=os.environ | variables, cwd=ROOT) as server:  # noqa: S603
        try:
            wait_until(lambda: is_open(port), timeout_s=60, what="the server listens")
            yield
        finally:
            server.terminate()


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("tls"), find_free_port())
    command = [sys.executable, "-m", "pydash_cli", "db", "serve", "--listen"]
    variables = {"PYDASH_DATA_DIR": str(served.folder / "data")} | served.server.as_settings()
    with process([*command, f"{HOST}:{served.port}"], variables, served.port):
        yield served


@transactional
def put(root: Root, key: str, value: int) -> None:
    root[key] = value


def test_no_commit_that_was_announced_is_missed_by_another_process(served: Served) -> None:
    variables = {"PYDASH_DATABASE": served.uri} | served.client.as_settings()
    database = Database.open(served.settings_of(served.client))
    with reading_process(os.environ | variables) as other:
        for number in range(ANNOUNCEMENTS):
            put(database, "x", number)
            assert other.read("x") == str(number)
    database.close()


def test_the_whole_of_pydash_runs_over_it(
    start_pydash: StartPydash, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CHOICE, Storage.ZEO_TLS)
    pydash = start_pydash()
    assert pydash.leader_pid("serve") is None  # no database server of its own
    alice = Person(pydash)
    alice.join()
    assert alice.get("dashboards").json() == []


@pytest.mark.parametrize("who", ["nobody", "stranger", "doubter"])
def test_who_has_no_certificate_of_ours_does_not_get_in(served: Served, who: str) -> None:
    with pytest.raises(UnavailableError):
        Database.open(served.settings_of(getattr(served, who, None)))


def test_the_server_says_nothing_to_who_does_not_speak_tls(served: Served) -> None:
    with socket.create_connection((HOST, served.port), timeout=10) as plain:
        plain.sendall(b"\x00\x00\x00\x04Z310")
        said = plain.recv(1024)
    assert b"Z" not in said  # ZEO's greeting is the name of its protocol: Z5, M5


def test_older_tls_is_refused(served: Served) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(served.client.authority)
    plain = socket.create_connection((HOST, served.port), timeout=10)
    with plain, pytest.raises((ssl.SSLError, ConnectionError)):
        context.wrap_socket(plain, server_hostname=HOST)


def test_the_shipped_configurations_work_together(tmp_path: Path) -> None:
    served = Served(tmp_path, find_free_port())
    runzeo = [sys.executable, "-m", "ZEO.runzeo", "-C"]
    with process([*runzeo, str(served.fill_in("zeo.conf", served.server))], {}, served.port):
        configured = served.fill_in("client.conf", served.client)
        database = Database.open(Settings(database=f"zconfig://{configured}"))
        put(database, "x", 1)
        database.close()
        database = Database.open(served.settings_of(served.client))
        assert database.read(lambda root: root["x"]) == 1
        database.close()
        with pytest.raises(UnavailableError):
            Database.open(served.settings_of(served.stranger))


@pytest.mark.parametrize(
    ("listen", "reason"),
    [
        ("0.0.0.0:8100", "would let everybody"),
        ("8100", "host:port"),
        ("192.0.2.1:8100", "can't listen"),
    ],
)
def test_a_place_that_is_not_safe_or_not_there_is_refused(
    tmp_path: Path, listen: str, reason: str
) -> None:
    with pytest.raises(SettingsError, match=reason):
        find_place(Settings(data_dir=tmp_path), listen)


def test_this_machine_alone_needs_no_certificate(tmp_path: Path) -> None:
    assert find_place(Settings(data_dir=tmp_path), f"{HOST}:{find_free_port()}").tls is None


def test_certificates_are_set_together_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="together"):
        Settings(zeo_certificate=tmp_path / "x.crt")
