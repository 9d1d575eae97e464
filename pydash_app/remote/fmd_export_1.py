"""The wire format of `fmd_export`, by which apps on FMD 2.1 and later hand out their calls."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import pairwise
from typing import Any, TypeVar
from urllib.parse import urlencode

import jwt
import msgspec
import numpy as np

from pydash_app.errors import BadRemoteDataError, NotFmdError, RemoteError
from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.text_limits import cut
from pydash_app.remote.call_rows import to_batch
from pydash_app.remote.export_proof import ALGORITHM, bearing, derive_key, make_proof
from pydash_app.remote.http_session import TOTAL_TIMEOUT_S, Answer, GuardedSession
from pydash_app.remote.http_status import require_ok
from pydash_app.remote.protocol import PageAnswer, RemoteEndpoint
from pydash_app.remote.refusals import refuse
from pydash_app.remote.signed_json import wrong_token

PATH = "get_json_export"

_ANSWER_AUDIENCE = "fmd-export-answer"
_COLUMNS = ("id", "endpoint", "duration", "time", "version", "group_by", "ip", "status_code")
_HIGHEST_STATUS = 999
_SHORTEST_TOKEN_BYTES = 32
_TOO_SHORT = """ Newer versions of fmd_export refuse codes under 32 bytes, as this one is: \
the app needs a longer one, or allow_short_token=True."""
"""Of what fmd_export takes for a security token."""
_NO_PROOF = b"the request is not signed"
"""So every fmd_export says it when a request bears no proof."""

_NO_TIME = (None, "None")
"""The text is how the first fmd_export wrote it."""

RowT = TypeVar("RowT")


class _Head(msgspec.Struct):
    """The first line of an answer."""

    columns: list[str]
    ids_in_order: bool = True


class _Call(msgspec.Struct, array_like=True, gc=False):
    """A row as sent; older versions of FMD keep no status code."""

    id: int
    endpoint: str | None
    execution_time: float
    time: str | None
    version: str | None
    group_by: str | None
    ip: str
    status_code: int | None = None

    @property
    def place(self) -> str:
        """The id in FMD's table."""
        return f"row {self.id}"


class _Endpoint(msgspec.Struct, array_like=True):
    """An endpoint as sent."""

    name: str
    monitor_level: int | None
    added_at: str | None
    first_version: str | None
    last_called_at: str | None


class Export1Client:
    """Speaks with one remote.

    The security code never travels, nor what could be replayed: a request is signed for a minute,
    and the answer is signed over the request.

    Args:
        session: the way out.
        url: the dashboard's own address, as `check_url` gives it.
        token: its security code; it stays in here.
        total_timeout_s: seconds that one answer may take.

    Source:
        fmd_export/README.md, "Export 1".
    """

    def __init__(
        self,
        session: GuardedSession,
        url: str,
        token: str,
        *,
        total_timeout_s: float = TOTAL_TIMEOUT_S,
    ) -> None:
        self._session = session
        self._url = url
        self._total_timeout_s = total_timeout_s
        # A code with a lone surrogate can be typed through JSON; it fits no remote's.
        secret = token.encode("utf-8", "surrogatepass")
        self._key = derive_key(secret)
        self._is_short = len(secret) < _SHORTEST_TOKEN_BYTES

    def list_endpoints(self) -> list[RemoteEndpoint]:
        """Its endpoints."""
        _, endpoints, _, _ = self._ask(f"{PATH}/endpoints", _Endpoint)
        try:
            return [_to_endpoint(endpoint) for endpoint in endpoints]
        except ValueError as error:
            raise _bad("a list of endpoints that can't be read") from error

    def has_ids_in_order(self) -> bool:
        """Whether a row never appears after one with a higher id."""
        head, _, _, _ = self._ask(f"{PATH}/endpoints", _Endpoint)
        return head.ids_in_order

    def get_page(
        self, after_id: int, until_id: int | None, *, most_rows: int | None = None
    ) -> PageAnswer:
        """The calls whose row has `after_id < id <= until_id`, or the first of them."""
        wanted = {"after_id": after_id, "until_id": until_id, "limit": most_rows}
        query = {name: value for name, value in wanted.items() if value is not None}
        head, rows, claims, answer = self._ask(f"{PATH}/calls?{urlencode(query)}", _Call)
        if tuple(head.columns) not in (_COLUMNS, _COLUMNS[:-1]):
            raise _bad("calls with other columns than expected")
        next_after_id, last_id = _number(claims, "next_after_id"), _number(claims, "last_id")
        _check_ids(rows, after_id, next_after_id)
        if claims.get("count") != len(rows):
            raise _bad("another number of calls than it says")
        return PageAnswer(_to_batch(rows), next_after_id, last_id, answer.answered_at)

    def _ask(
        self, target: str, row_type: type[RowT]
    ) -> tuple[_Head, list[RowT], dict[str, Any], Answer]:
        """The first line, the others, what the signature claims, and the answer itself."""
        proof, answer = self._ask_signed(target, datetime.now(UTC))
        if answer.status == HTTPStatus.UNAUTHORIZED:
            # Its clock may be another than ours: once more, by that. Or a proxy that got no answer
            # has asked again with the same proof, which is good once.
            proof, answer = self._ask_signed(target, answer.answered_at or datetime.now(UTC))
        if answer.status == HTTPStatus.UNAUTHORIZED and b'"message"' in answer.body:
            raise self._refuse_proof(answer)
        require_ok(answer, self._url)
        body, claims = self._open(answer.body, proof)
        head, _, lines = body.partition(b"\n")
        try:
            rows = msgspec.json.Decoder(row_type).decode_lines(lines)
            return msgspec.json.decode(head, type=_Head), rows, claims, answer
        except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
            reason = str(error) if isinstance(error, msgspec.ValidationError) else "no JSON"
            raise _bad(f"lines that can't be read ({reason})") from error

    def _ask_signed(self, target: str, at: datetime) -> tuple[str, Answer]:
        proof = make_proof(self._key, target, at)
        answer = self._session.get(
            f"{self._url}/{target}",
            headers=bearing(proof, self._session.own_headers, self._url),
            total_timeout_s=self._total_timeout_s,
        )
        return proof, answer

    def _refuse_proof(self, answer: Answer) -> RemoteError:
        if _NO_PROOF not in answer.body:
            return _wrong_token(is_short=self._is_short)
        is_owners = self._session.own_headers.holds("Authorization", self._url)
        return refuse("proof_unread" if is_owners else "authorization_lost")

    def _open(self, body: bytes, proof: str) -> tuple[bytes, dict[str, Any]]:
        """The lines of an answer to this very request, and what its signature claims."""
        lines, _, signature = body.rpartition(b"\n")
        lines += b"\n"
        try:
            claims: dict[str, Any] = jwt.decode(
                signature, self._key, algorithms=[ALGORITHM], audience=_ANSWER_AUDIENCE
            )
        except jwt.InvalidSignatureError as error:
            raise _wrong_token(is_short=self._is_short) from error
        except jwt.PyJWTError as error:
            raise NotFmdError(
                "The app's answer breaks off, or is not signed as fmd_export signs. "
                "Look into the app's log, and for a proxy that changes or cuts answers."
            ) from error
        is_genuine = (
            claims.get("body_sha256") == hashlib.sha256(lines).hexdigest()
            and claims.get("request_sha256") == hashlib.sha256(proof.encode()).hexdigest()
        )
        if not is_genuine:
            raise _bad("the answer to another request, or a changed one")
        return lines, claims


def _to_batch(rows: Sequence[_Call]) -> CallBatch:
    """The calls of rows; one that has no time, as FMD's schema allows, can't be placed in it."""
    rows = [row for row in rows if row.time not in _NO_TIME]
    if all(row.status_code is None for row in rows):
        return to_batch(rows)
    codes = np.array([row.status_code or 0 for row in rows], np.int64)
    if codes.min() < 0 or codes.max() > _HIGHEST_STATUS:
        raise _bad("calls with a status code that is none")
    return to_batch(rows, codes.astype(np.uint16))


def _check_ids(rows: Sequence[_Call], after_id: int, next_after_id: int) -> None:
    ids = [after_id, *(row.id for row in rows)]
    if any(before >= after for before, after in pairwise(ids)):
        raise _bad("rows out of order")
    if rows and next_after_id < ids[-1]:
        raise _bad("a next page that begins before the end of this one")


def _number(claims: dict[str, Any], name: str) -> int:
    value = claims.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _bad(f"no {name}")
    return value


def _to_endpoint(endpoint: _Endpoint) -> RemoteEndpoint:
    return RemoteEndpoint(
        name=cut(endpoint.name),
        is_monitored=bool(endpoint.monitor_level),
        added_at=_to_instant(endpoint.added_at),
        first_version=str(endpoint.first_version),
        last_called_at=_to_instant(endpoint.last_called_at),
    )


def _to_instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def _wrong_token(*, is_short: bool) -> RemoteError:
    return wrong_token(_TOO_SHORT if is_short else "")


def _bad(what: str) -> BadRemoteDataError:
    return BadRemoteDataError(
        f"The app sent {what}. Check that it runs an unchanged fmd_export on a sound database."
    )
