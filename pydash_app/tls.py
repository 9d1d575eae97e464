"""Whom PyDash trusts when it speaks TLS as a client: with apps, and with the mail server.

Those whom this machine trusts, those whom Mozilla does (certifi's list, for machines that have
none of their own), and those in `PYDASH_CA_FILE`. The database server has certificates of its own,
see `pydash_app.database.zeo_tls`.
"""

import ssl
from functools import lru_cache
from pathlib import Path

from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from pydash_app.errors import SettingsError

UNKNOWN_ISSUER_CODES = frozenset({2, 18, 19, 20, 21})
"""Nobody trusted has signed it, or nobody can tell for want of a certificate between.

Source:
    OpenSSL 3, x509_vfy.h: UNABLE_TO_GET_ISSUER_CERT, DEPTH_ZERO_SELF_SIGNED_CERT,
    SELF_SIGNED_CERT_IN_CHAIN, UNABLE_TO_GET_ISSUER_CERT_LOCALLY, UNABLE_TO_VERIFY_LEAF_SIGNATURE.
"""

_EXPIRED, _NOT_YET_VALID = 10, 9
_OTHER_NAME_CODES = frozenset({62, 64})
"""HOSTNAME_MISMATCH and IP_ADDRESS_MISMATCH of the same file."""


@lru_cache(maxsize=8)
def client_context(authorities: Path | None = None) -> ssl.SSLContext:
    """What it takes to connect to a server, whose certificate must be one that is trusted.

    It is read once: another content of the file counts after a restart.

    Args:
        authorities: a file of certificates in PEM to trust as well.

    Raises:
        SettingsError: that file can't be used.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    if authorities is not None:
        try:
            context.load_verify_locations(authorities)
        except (OSError, ssl.SSLError) as error:
            raise SettingsError(
                f"PYDASH_CA_FILE: {str(authorities)!r} can't be used ({_reason(error)}). Name a "
                "file that this user may read, with certificates in PEM: each begins with "
                "-----BEGIN CERTIFICATE-----."
            ) from error
    return context


def describe_distrust(error: ssl.SSLCertVerificationError) -> str:
    """What is wrong with a certificate, and what to do about it."""
    said = f"{error.verify_message}. "
    if error.verify_code in UNKNOWN_ISSUER_CODES:
        return (
            f"{said}Nobody that PyDash trusts has signed it. If an authority of your own did, ask "
            "whoever runs PyDash to name its certificate in PYDASH_CA_FILE; else let the server "
            "send the whole chain of its certificates."
        )
    if error.verify_code == _EXPIRED:
        return f"{said}Renew it."
    if error.verify_code == _NOT_YET_VALID:
        return f"{said}Look at the clocks of both machines."
    if error.verify_code in _OTHER_NAME_CODES:
        return f"{said}Give the address whose name it bears."
    return f"{said}Have the server show another one."


class TrustingAdapter(HTTPAdapter):
    """Has `requests` trust the same.

    Args:
        authorities: see `client_context`.
    """

    def __init__(self, authorities: Path | None) -> None:
        self._context = client_context(authorities)
        super().__init__()

    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        """Have each connection be made in our context."""
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)  # type: ignore[arg-type]

    def cert_verify(self, *args: object, **kwargs: object) -> None:
        """Add no authorities to our context: it has them, and demands a certificate."""


def _reason(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return "it holds no certificate in PEM"
    return error.strerror or type(error).__name__
