"""The client of fmd_export against a small server that lies where it is told to."""

from typing import Any

import jwt
import pytest

from pydash_app import errors
from pydash_app.remote import PageAnswer, RemoteGateway
from tests.remotes.export_server import (
    COLUMNS,
    TOKEN,
    ExportServer,
    derive_key,
    make_row,
    serve_export,
)


def get_page(gateway: RemoteGateway, server: ExportServer, token: str = TOKEN) -> PageAnswer:
    return gateway.open_pages(server.url, token).get_page(0, None)


def refuse(gateway: RemoteGateway, **lies: Any) -> errors.RemoteError:
    with serve_export(**lies) as server, pytest.raises(errors.RemoteError) as refusal:
        get_page(gateway, server)
    return refusal.value


def test_an_honest_page_is_read(gateway: RemoteGateway) -> None:
    rows = [
        make_row(3, time="2026-11-23 20:00:00", status_code=404),
        make_row(5, endpoint="bücher", group_by="ada", status_code=None),
    ]
    with serve_export(rows=rows) as server:
        page = get_page(gateway, server)
    assert (page.next_after_id, page.last_id) == (5, 5)
    assert page.batch.status_code is not None
    assert page.batch.status_code.tolist() == [0, 404]  # in the order of time
    assert [page.batch.endpoint.texts[code] for code in page.batch.endpoint.codes] == [
        "bücher",
        "items",
    ]
    assert page.batch.group_by.texts == ("None", "ada")
    assert page.remote_now_at is not None


def test_a_version_without_status_codes_has_none(gateway: RemoteGateway) -> None:
    rows = [make_row(1)[:-1], make_row(2)[:-1]]
    with serve_export(rows=rows, head={"columns": COLUMNS[:-1]}) as server:
        assert get_page(gateway, server).batch.status_code is None


def test_a_text_that_is_too_long_is_cut_and_its_row_named(gateway: RemoteGateway) -> None:
    rows = [make_row(7, group_by="x" * 10_001), make_row(8)]
    with serve_export(rows=rows) as server:
        batch = get_page(gateway, server).batch
    assert sorted(map(len, batch.group_by.texts)) == [4, 1024]
    assert [(flaw.place, flaw.column, flaw.reason) for flaw in batch.flaws] == [
        ("row 7", "group_by", "cut")
    ]


@pytest.mark.parametrize("time", [None, "None"])
def test_a_row_without_a_time_is_no_call_and_stops_nothing(
    gateway: RemoteGateway, time: str | None
) -> None:
    with serve_export(rows=[make_row(1), make_row(2, time=time, status_code=500)]) as server:
        page = get_page(gateway, server)
    assert (len(page.batch), page.next_after_id) == (1, 2)
    assert page.batch.status_code is not None
    assert page.batch.status_code.tolist() == [200]


def test_a_call_of_no_endpoint_is_one_of_none(gateway: RemoteGateway) -> None:
    with serve_export(rows=[make_row(1, endpoint=None)]) as server:
        assert get_page(gateway, server).batch.endpoint.texts == ("None",)


def test_no_rows_are_no_calls(gateway: RemoteGateway) -> None:
    with serve_export(rows=[]) as server:
        page = get_page(gateway, server)
    assert (len(page.batch), page.last_id) == (0, 0)


def test_the_token_does_not_travel(gateway: RemoteGateway) -> None:
    with serve_export() as server:
        get_page(gateway, server)
        get_page(gateway, server)
    for proof in server.proofs:
        claims = jwt.decode(proof, derive_key(), ["HS256"], audience="fmd-export-request")
        assert claims["target"] == "get_json_export/calls?after_id=0"
        assert claims["exp"] - claims["iat"] <= 60
        assert TOKEN not in proof


@pytest.mark.parametrize("offset_s", [-86_400, -40, 40, 86_400])
def test_a_remote_whose_clock_is_off_is_asked_by_that(
    gateway: RemoteGateway, offset_s: int
) -> None:
    with serve_export(clock_offset_s=offset_s) as server:
        assert len(get_page(gateway, server).batch) == 2


def test_another_token_is_told(gateway: RemoteGateway) -> None:
    with serve_export() as server, pytest.raises(errors.WrongTokenError):
        get_page(gateway, server, "another code")


def test_an_answer_of_somebody_else_is_a_wrong_token(gateway: RemoteGateway) -> None:
    refusal = refuse(gateway, change=_sign_with(derive_key("another")))
    assert isinstance(refusal, errors.WrongTokenError)


def _sign_with(key: bytes) -> Any:
    def sign(body: bytes) -> bytes:
        lines, _, signature = body.rpartition(b"\n")
        claims = jwt.decode(signature, options={"verify_signature": False})
        return lines + b"\n" + jwt.encode(claims, key, "HS256").encode()

    return sign


def test_an_answer_that_breaks_off_is_told(gateway: RemoteGateway) -> None:
    refusal = refuse(gateway, change=lambda body: body[: body.rindex(b"\n")])
    assert isinstance(refusal, errors.NotFmdError)
    assert "breaks off" in refusal.message


@pytest.mark.parametrize(
    ("lies", "words"),
    [
        ({"change": lambda body: body.replace(b"items", b"itens")}, "changed one"),
        ({"claims": {"request_sha256": "0" * 64}}, "another request"),
        ({"claims": {"count": 3}}, "another number of calls"),
        ({"claims": {"next_after_id": 0}}, "begins before the end"),
        ({"claims": {"next_after_id": None}}, "no next_after_id"),
        ({"claims": {"last_id": -1}}, "no last_id"),
        ({"claims": {"last_id": True}}, "no last_id"),
        ({"head": {"columns": ["id"]}}, "other columns"),
        ({"head": {"rows": 1}}, "can't be read"),
        ({"head": []}, "can't be read"),
    ],
)
def test_each_lie_has_its_sentence(
    gateway: RemoteGateway, lies: dict[str, Any], words: str
) -> None:
    refusal = refuse(gateway, **lies)
    assert isinstance(refusal, errors.BadRemoteDataError)
    assert words in refusal.message
    assert TOKEN not in refusal.message


BAD_ROWS = [
    (make_row(2, endpoint=7), [("endpoint", "converted", True)]),
    (make_row(2, endpoint={"base64": "w6k="}), [("endpoint", "converted", True)]),
    (make_row(2, group_by={"base64": "/w=="}), [("group_by", "replaced", True)]),
    (make_row(2, group_by={"base64": "?"}), [("group_by", "unreadable", True)]),
    (make_row(2, group_by={"hex": "00"}), [("group_by", "unreadable", True)]),
    (make_row(2, ip=None), [("ip", "missing", True)]),
    (make_row(2, duration="9"), [("duration", "converted", True)]),
    (make_row(2, duration="fast"), [("duration", "unreadable", False)]),
    (make_row(2, duration=None), [("duration", "missing", False)]),
    (make_row(2, duration=1e39), [("duration", "out_of_range", False)]),
    (make_row(2, time="soon"), [("time", "unreadable", False)]),
    (make_row(2, time=None), [("time", "missing", False)]),
    (make_row(2, time={"base64": "AA=="}), [("time", "unreadable", False)]),
    (make_row(2, status_code=1000), [("status_code", "out_of_range", True)]),
    (make_row(2, status_code=-1), [("status_code", "out_of_range", True)]),
    (make_row(2, status_code=2.5), [("status_code", "unreadable", True)]),
    (make_row(2, status_code="OK"), [("status_code", "unreadable", True)]),
    (make_row(2, status_code="200"), [("status_code", "converted", True)]),
    ([2, "items"], [("time", "missing", False)]),
    (make_row(2)[:-2], [("ip", "missing", True)]),
    (["two", *make_row(2)[1:], "more"], [("id", "unreadable", True)]),
    ("row", [("row", "not_a_row", False)]),
    ({"id": 2}, [("row", "not_a_row", False)]),
    ([], [("row", "not_a_row", False)]),
    (make_row(1), [("id", "repeated", False)]),
    (make_row(0), [("id", "outside", False)]),
    (make_row(-5), [("id", "outside", False)]),
    (make_row(2**70), [("id", "outside", False)]),
    ([None, *make_row(2)[1:]], [("id", "missing", True)]),
    (["two", *make_row(2)[1:]], [("id", "unreadable", True)]),
    ([2.5, *make_row(2)[1:]], [("id", "unreadable", True)]),
]


@pytest.mark.parametrize(("row", "flaws"), BAD_ROWS, ids=lambda value: str(value)[:40])
def test_a_bad_row_is_named_and_stops_none_of_the_others(
    gateway: RemoteGateway, row: Any, flaws: list[tuple[str, str, bool]]
) -> None:
    rows = [make_row(1), row, make_row(3)]
    claims = {"next_after_id": 3, "last_id": 3}
    with serve_export(rows=rows, claims=claims) as server:
        page = get_page(gateway, server)
    found = [(flaw.column, flaw.reason, flaw.call is not None) for flaw in page.batch.flaws]
    assert found == flaws
    assert len(page.batch) == 2 + sum(is_kept for *_, is_kept in flaws)
    assert page.next_after_id == 3


def test_a_page_of_which_everything_is_bad_is_passed(gateway: RemoteGateway) -> None:
    rows = [make_row(n, time="soon") for n in range(1, 51)]
    with serve_export(rows=rows) as server:
        page = get_page(gateway, server)
    assert (len(page.batch), page.next_after_id) == (0, 50)
    assert [flaw.place for flaw in page.batch.flaws] == [f"row {n}" for n in range(1, 51)]


@pytest.mark.parametrize("line", [b'[2,"items",inf', b"\xff\xfe", b"[" * 5000, b"[NaN"])
def test_a_line_that_is_no_json_is_one_bad_row(gateway: RemoteGateway, line: bytes) -> None:
    with serve_export(rows=[make_row(1), line, make_row(3)]) as server:
        page = get_page(gateway, server)
    assert len(page.batch) == 2
    assert [flaw.reason for flaw in page.batch.flaws] == ["not_a_row"]


def test_further_values_of_a_row_are_ignored(gateway: RemoteGateway) -> None:
    with serve_export(rows=[[*make_row(1), "more"], make_row(2)]) as server:
        page = get_page(gateway, server)
    assert (len(page.batch), page.batch.flaws) == (2, ())


def test_ids_out_of_order_are_ids_all_the_same(gateway: RemoteGateway) -> None:
    claims = {"next_after_id": 2, "last_id": 2}
    with serve_export(rows=[make_row(2), make_row(1)], claims=claims) as server:
        page = get_page(gateway, server)
    assert (len(page.batch), page.batch.flaws) == (2, ())


def test_no_proof_is_shown_twice_within_a_second_either(gateway: RemoteGateway) -> None:
    with serve_export() as server:
        pages = gateway.open_pages(server.url, TOKEN)
        for _ in range(5):
            pages.get_page(0, None)
    assert len(set(server.proofs)) == len(server.proofs) >= 5


def test_a_proof_that_a_proxy_used_up_is_followed_by_a_new_one(gateway: RemoteGateway) -> None:
    with serve_export(used_on_the_way=1) as server:
        assert len(get_page(gateway, server).batch) == 2
    assert len(set(server.proofs)) == 2


def test_after_a_lost_answer_the_next_request_bears_a_new_proof(gateway: RemoteGateway) -> None:
    with serve_export(change=lambda body: body[:-42]) as server:
        with pytest.raises(errors.NotFmdError):
            get_page(gateway, server)
        server.change = lambda body: body
        assert len(get_page(gateway, server).batch) == 2
    assert len(set(server.proofs)) == 2


def test_a_short_code_that_does_not_fit_is_told_of_the_least_length(
    gateway: RemoteGateway,
) -> None:
    with serve_export() as server, pytest.raises(errors.WrongTokenError) as refusal:
        get_page(gateway, server, token="short")
    assert "under 32 bytes" in refusal.value.message
    assert "allow_short_token=True" in refusal.value.message
    with serve_export() as server, pytest.raises(errors.WrongTokenError) as refusal:
        get_page(gateway, server, token="a code of 32 bytes that is wrong")
    assert "32 bytes" not in refusal.value.message
