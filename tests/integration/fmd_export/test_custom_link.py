"""FMD's CUSTOM_LINK, however it is written: FMD takes each of these, and so does fmd_export."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from pydash_app.remote import RemoteGateway, Wire
from tests.remotes.running_fmd5 import TOKEN, running

pytestmark = pytest.mark.fmd


@pytest.mark.parametrize("link", ["/dashboard", "dashboard/", "//admin/dashboard//", "/"])
def test_an_app_is_read_whatever_slashes_its_link_has(
    fmd5_environment: None,  # noqa: ARG001 - only has to be there
    tmp_path: Path,
    link: str,
) -> None:
    gateway = RemoteGateway([ip_network("127.0.0.0/8")])
    with running(tmp_path / "fmd.db", f"--link={link}", "--seed-rows=20") as app:
        exam = gateway.examine(app.url, TOKEN)
        page = gateway.open_pages(app.url, TOKEN).get_page(0, None)
    assert exam.details.wire is Wire.EXPORT_1
    assert len(page.batch) == 20
    names = {endpoint.name for endpoint in exam.endpoints}
    assert not any("export" in name for name in names)  # nor does FMD measure it
