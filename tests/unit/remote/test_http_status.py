import pytest

from pydash_app.errors import NotFmdError, UnreachableError, UnsupportedVersionError
from pydash_app.remote.http_session import Answer
from pydash_app.remote.http_status import require_ok

URL = "http://app.example/dashboard"


def make_answer(status: int, location: str = "") -> Answer:
    return Answer(f"{URL}/get_json_details", status, "text/html", location, None, b"")


def test_a_page_that_is_there_passes() -> None:
    require_ok(make_answer(200), URL)


@pytest.mark.parametrize("location", ["/dashboard/login", "http://app.example/dashboard/login"])
def test_fmds_own_login_page_means_a_version_without_export(location: str) -> None:
    with pytest.raises(UnsupportedVersionError, match="fmd_export"):
        require_ok(make_answer(302, location), URL)


@pytest.mark.parametrize("location", ["/login", "/dashboard/login?next=%2F", "/auth/login"])
def test_another_login_page_says_nothing_about_versions(location: str) -> None:
    with pytest.raises(NotFmdError):
        require_ok(make_answer(302, location), URL)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_names_the_address_to_give_instead(status: int) -> None:
    location = "https://app.example/dashboard/get_json_details"
    with pytest.raises(NotFmdError, match=r"to https://app\.example/dashboard, and"):
        require_ok(make_answer(status, location), URL)


@pytest.mark.parametrize("location", ["http://[", "//\x1b[31m/", "/" + "a" * 5000])
def test_a_redirect_that_makes_no_sense_is_not_repeated(location: str) -> None:
    with pytest.raises(NotFmdError) as refusal:
        require_ok(make_answer(302, location), URL)
    assert location not in refusal.value.message


@pytest.mark.parametrize("status", [204, 304, 400, 401, 403, 404, 405, 410, 418])
def test_a_page_that_is_not_there_means_no_fmd(status: int) -> None:
    with pytest.raises(NotFmdError, match=str(status)):
        require_ok(make_answer(status), URL)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_an_app_that_fails_may_work_later(status: int) -> None:
    with pytest.raises(UnreachableError, match=str(status)):
        require_ok(make_answer(status), URL)
