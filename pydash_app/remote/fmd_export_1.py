"""The wire format of `fmd_export`, by which apps on FMD 2.1 and later hand out their calls."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import jwt
import msgspec

from pydash_app.errors import NotFmdError, RemoteError
from pydash_app.remote.bookmarks import Place, find_place, read_place, write_known
from pydash_app.remote.export_proof import ALGORITHM, bearing, derive_key, make_proof
from pydash_app.remote.export_rows import (
    Asked,
    Endpoint,
    Head,
    RowT,
    bad,
    to_endpoint,
    to_page,
)
from pydash_app.remote.exported_calls import Call, loosen
from pydash_app.remote.http_session import TOTAL_TIMEOUT_S, Answer, GuardedSession
from pydash_app.remote.http_status import require_ok
from pydash_app.remote.protocol import FallbackPlace, KnownRows, PageAnswer, RemoteEndpoint
from pydash_app.remote.refusals import refuse
from pydash_app.remote.row_reading import read_lines
from pydash_app.remote.signed_json import wrong_token

PATH = "get_json_export"

_ANSWER_AUDIENCE = "fmd-export-answer"
_SHORTEST_TOKEN_BYTES = 32
_TOO_SHORT = """ Newer versions of fmd_export refuse codes under 32 bytes, as this one is: \
the app needs a longer one, or allow_short_token=True."""
"""Of what fmd_export takes for a security token."""
_NO_PROOF = b"the request is not signed"
"""So every fmd_export says it when a request bears no proof."""


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
        rows = self._ask(f"{PATH}/endpoints", Endpoint).rows
        return [to_endpoint(row) for row in rows if isinstance(row, Endpoint)]

    def has_ids_in_order(self) -> bool:
        """Whether a row never appears after one with a higher id."""
        return self._ask(f"{PATH}/endpoints", Endpoint).head.ids_in_order

    def get_page(
        self, after_id: int, until_id: int | None, *, most_rows: int | None = None
    ) -> PageAnswer:
        """The calls whose row has `after_id < id <= until_id`, or the first of them."""
        wanted = {"after_id": after_id, "until_id": until_id, "limit": most_rows}
        return to_page(self._ask(_calls(wanted), Call), after_id, Place())

    def read_on(self, known: Sequence[KnownRows], fallback: FallbackPlace) -> PageAnswer:
        """The calls that follow on known rows in the database that answers, whichever it is."""
        wanted = {"after_id": fallback.after_id, "until_id": fallback.until_id}
        asked = self._ask(_calls(wanted), Call, bookmarks=write_known(known))
        try:
            place = read_place(asked.claims, known)
        except ValueError as error:
            raise bad(f"a page of a place that it can't have ({error})") from error
        if place is not None:
            return to_page(asked, place.after_id, place)
        place = find_place(known, fallback, dict(asked.numbered_lines()))
        return to_page(asked, fallback.after_id, place)

    def _ask(
        self, target: str, row_type: type[RowT], *, bookmarks: str | None = None
    ) -> "Asked[RowT]":
        proof, answer = self._ask_signed(target, datetime.now(UTC), bookmarks)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            # Its clock may be another than ours: once more, by that. Or a proxy that got no answer
            # has asked again with the same proof, which is good once.
            at = answer.answered_at or datetime.now(UTC)
            proof, answer = self._ask_signed(target, at, bookmarks)
        if answer.status == HTTPStatus.UNAUTHORIZED and b'"message"' in answer.body:
            raise self._refuse_proof(answer)
        require_ok(answer, self._url)
        body, claims = self._open(answer.body, proof)
        head, _, lines = body.partition(b"\n")
        try:
            first = msgspec.json.decode(head, type=Head)
        except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
            reason = str(error) if isinstance(error, msgspec.ValidationError) else "no JSON"
            raise bad(f"lines that can't be read ({reason})") from error
        return Asked(first, read_lines(lines, row_type, loosen), lines, claims, answer)

    def _ask_signed(self, target: str, at: datetime, bookmarks: str | None) -> tuple[str, Answer]:
        proof = make_proof(self._key, target, at, bookmarks=bookmarks)
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
            raise bad("the answer to another request, or a changed one")
        return lines, claims


def _calls(wanted: Mapping[str, int | None]) -> str:
    query = {name: value for name, value in wanted.items() if value is not None}
    return f"{PATH}/calls?{urlencode(query)}"


def _wrong_token(*, is_short: bool) -> RemoteError:
    return wrong_token(_TOO_SHORT if is_short else "")
