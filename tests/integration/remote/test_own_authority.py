"""An authority of one's own, for apps and for the mail server: `PYDASH_CA_FILE`."""

import ssl
from pathlib import Path

import pytest

from pydash_app.errors import SettingsError, UnavailableError, UnreachableError
from pydash_app.mail.mailers import SmtpMailer
from pydash_app.remote import RemoteGateway
from pydash_app.tls import client_context
from tests.integration.remote.conftest import LOOPBACK
from tests.remotes.lies import make_pages
from tests.remotes.lying_server import answering, serve
from tests.stack.certificates import Authority, Certified
from tests.unit.mail.test_smtp import MailServer


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def loopback(authority: Authority) -> Certified:
    return authority.certify("loopback", "127.0.0.1")


def both(certified: Certified) -> Path:
    """One file with the certificate and its key."""
    path = certified.certificate.with_suffix(".both")
    path.write_bytes(certified.certificate.read_bytes() + certified.key.read_bytes())
    return path


def test_an_app_is_trusted_whose_authority_is_named(loopback: Certified) -> None:
    with serve(make_pages(), certificate=both(loopback)) as server:
        url = server.url.replace("http:", "https:")
        with pytest.raises(UnreachableError) as refusal:
            RemoteGateway(LOOPBACK).get_details(url)
        assert "PYDASH_CA_FILE" in refusal.value.message
        assert "Renew" not in refusal.value.message
        trusting = RemoteGateway(LOOPBACK, authorities=loopback.authority)
        assert trusting.get_details(url).version == "1.13.1"


def test_a_named_authority_vouches_for_no_other_name(authority: Authority) -> None:
    elsewhere = authority.certify("elsewhere", "127.0.0.9")
    trusting = RemoteGateway(LOOPBACK, authorities=elsewhere.authority)
    with (
        serve(answering(b""), certificate=both(elsewhere)) as server,
        pytest.raises(UnreachableError, match="whose name it bears"),
    ):
        trusting.get_details(server.url.replace("http:", "https:"))


def test_the_usual_authorities_stay_trusted(authority: Authority) -> None:
    usual = {one["serialNumber"] for one in client_context().get_ca_certs()}
    with_own = {one["serialNumber"] for one in client_context(authority.path).get_ca_certs()}
    assert len(usual) > 50
    assert len(with_own - usual) == 1
    assert usual < with_own


@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
def test_a_mail_server_is_trusted_whose_authority_is_named(
    loopback: Certified, scheme: str
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(loopback.certificate, loopback.key)
    options = {"smtps": {"ssl_context": context}, "smtp": {"tls_context": context}}[scheme]
    with MailServer(**options) as server:
        url = f"{scheme}://{server.address}"
        with pytest.raises(UnavailableError, match="PYDASH_CA_FILE"):
            SmtpMailer(url).check()
        SmtpMailer(url, authorities=loopback.authority).check()


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\x30\x82\x01\x0a"])
def test_a_file_that_can_not_be_used_is_named_at_the_start(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"PYDASH_CA_FILE: .*ca\.pem"):
        RemoteGateway(LOOPBACK, authorities=path)
    with pytest.raises(SettingsError, match="PYDASH_CA_FILE"):
        SmtpMailer("smtp://127.0.0.1", authorities=path)
