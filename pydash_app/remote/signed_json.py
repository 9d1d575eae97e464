"""The envelope of FMD's export: JSON in a JSON string in a JSON Web Token (HS256)."""

import base64
import binascii
from typing import TypeVar

import jwt
import msgspec
import orjson

from pydash_app.errors import BadRemoteDataError, NotFmdError, RemoteError, WrongTokenError
from pydash_app.remote.loose_rows import LooseRow
from pydash_app.remote.refusals import refuse
from pydash_app.remote.row_reading import Loosen, read_list

_ALGORITHM = "HS256"

RowT = TypeVar("RowT")


class _Claims(msgspec.Struct):
    data: str


def open_signed(
    body: bytes, token: str, row_type: type[RowT], loosen: Loosen
) -> list[RowT | LooseRow]:
    """The list that a remote signed with its security code.

    Only what `row_type` names is made an object where all rows are of it. Where one is not, they
    are read one by one, up to a number of bad ones: 16 MB of `[],[],[]…` would otherwise become
    350 MB of empty lists, and take half a minute.

    PyJWT's algorithm checks the signature over the very bytes that came. Its `decode` does too,
    but first looks at each character of the payload in Python, and then reads the JSON with
    the standard library: five times slower on the megabytes of an export, measured with 2.15.1.

    Args:
        body: the whole answer.
        token: the security code; FMD makes no rule for its length.
        row_type: what the list is made of; further fields are left out.
        loosen: what to make of what is no such row.

    Raises:
        WrongTokenError: the signature is another code's.
        NotFmdError: the answer is no signed list at all.
        BadRemoteDataError: signed rightly, and no list inside.
        AnswerTooLargeError: too many are no such rows.

    Source:
        RFC 7515, section 7.1; Flask-MonitoringDashboard 1.13.1, views/export/json.py.
    """
    signed, _, signature = body.strip().rpartition(b".")
    header, _, payload = signed.partition(b".")
    _check_header(header)
    _check_signature(signed, _decode_base64url(signature), token)
    try:
        claims = msgspec.json.decode(_decode_base64url(payload), type=_Claims)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        reason = str(error) if isinstance(error, msgspec.ValidationError) else "it is no JSON"
        raise BadRemoteDataError(
            "The app's answer is signed rightly, but does not hold what it should "
            f"({reason}). Check that it runs an unchanged Flask-MonitoringDashboard 1.13."
        ) from error
    return read_list(claims.data, row_type, loosen)


def is_signed(body: bytes) -> bool:
    """Whether it looks like such an envelope, whoever signed it."""
    try:
        _check_header(body.partition(b".")[0])
    except (NotFmdError, WrongTokenError):
        return False
    return True


def _check_header(header: bytes) -> None:
    try:
        fields = orjson.loads(_decode_base64url(header))
    except orjson.JSONDecodeError as error:
        raise _not_signed() from error
    if not isinstance(fields, dict) or "alg" not in fields:
        raise _not_signed()
    if fields["alg"] != _ALGORITHM or "crit" in fields:
        raise WrongTokenError(
            "The app signs its answers in another way than Flask-MonitoringDashboard does "
            "(HS256), so PyDash can't be sure that they are genuine."
        )


def _check_signature(signed: bytes, signature: bytes, token: str) -> None:
    algorithm = jwt.get_algorithm_by_name(_ALGORITHM)
    try:
        # A code with a lone surrogate can be typed through JSON; it fits no remote's.
        key = algorithm.prepare_key(token.encode("utf-8", "surrogatepass"))
    except jwt.InvalidKeyError as error:
        raise wrong_token() from error
    if not algorithm.verify(signed, key, signature):
        raise wrong_token()


def _decode_base64url(text: bytes) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    except binascii.Error as error:
        raise _not_signed() from error


def wrong_token(hint: str = "") -> RemoteError:
    """The refusal of a security code that the app does not know."""
    return refuse("wrong_token", hint=hint)


def _not_signed() -> RemoteError:
    return refuse("not_signed")
