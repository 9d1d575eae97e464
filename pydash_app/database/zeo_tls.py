"""TLS between a database server and its clients: each shows a certificate, and checks the other's.

A ZEO server asks for no password, and unpickles what clients send: whoever gets in can do all that
PyDash can. So both sides trust one authority only, which signs for nobody else.
"""

import ssl

from pydash_app.errors import SettingsError
from pydash_app.settings import Settings

OLDEST_VERSION = ssl.TLSVersion.TLSv1_3
"""Both sides are PyDash's own, or a ZEO of today."""


def uses_tls(settings: Settings) -> bool:
    """Whether the settings name certificates."""
    return settings.zeo_certificate is not None


def server_context(settings: Settings) -> ssl.SSLContext:
    """What a server needs to take connections, of clients with a certificate alone.

    Raises:
        SettingsError: one of the files can't be used.
    """
    return _fill(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), settings)


def client_context(settings: Settings) -> ssl.SSLContext:
    """What a client needs to connect, to a server whose certificate names the host alone.

    Raises:
        SettingsError: one of the files can't be used.
    """
    return _fill(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), settings)


def _fill(context: ssl.SSLContext, settings: Settings) -> ssl.SSLContext:
    context.minimum_version = OLDEST_VERSION
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    certificate, key, authority = (
        settings.zeo_certificate,
        settings.zeo_key,
        settings.zeo_authority,
    )
    assert certificate is not None  # noqa: S101 - the settings see to it
    try:
        context.load_cert_chain(certificate, key, password=_refuse_password)
        context.load_verify_locations(authority)
    except (OSError, ssl.SSLError, ValueError) as error:
        raise SettingsError(
            "PYDASH_ZEO_CERTIFICATE, PYDASH_ZEO_KEY and PYDASH_ZEO_AUTHORITY name files in PEM, "
            f"of which one can't be used ({error}): {certificate}, {key}, {authority}."
        ) from error
    return context


def _refuse_password() -> str:
    raise ValueError("the key has a password, which nobody could type in")
