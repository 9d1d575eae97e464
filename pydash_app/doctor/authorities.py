"""The certificates in `PYDASH_CA_FILE`."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cryptography import x509

from pydash_app.doctor.finding import Finding, Level
from pydash_app.errors import SettingsError
from pydash_app.settings import Settings
from pydash_app.tls import client_context

SOON = timedelta(days=30)


def look_at_authorities(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Whether the file can be read, holds certificates of authorities, and for how long."""
    path = settings.ca_file
    if path is None:
        return
    try:
        client_context(path)
        certificates = x509.load_pem_x509_certificates(path.read_bytes())
    except SettingsError as error:
        yield Finding("authorities", "problem", error.message)
        return
    except (OSError, ValueError) as error:
        yield Finding(
            "authorities", "problem", f"PYDASH_CA_FILE: {str(path)!r} can't be read ({error})."
        )
        return
    findings = [found for one in certificates if (found := _look_at(one, now)) is not None]
    yield from findings
    if not findings:
        yield Finding(
            "authorities",
            "fine",
            f"{path} holds {len(certificates)}, trusted besides those that this machine trusts.",
        )


def _look_at(certificate: x509.Certificate, now: datetime) -> Finding | None:
    name = certificate.subject.rfc4514_string() or "a certificate without a name"
    begins_at, ends_at = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if ends_at <= now:
        return _found(
            "problem",
            f"{name} expired on {ends_at:%Y-%m-%d}, and nothing that it signed is trusted. Put "
            "the renewed one into the file.",
        )
    if begins_at > now:
        said = f"{name} is not valid before {begins_at:%Y-%m-%d}. Look at this machine's clock."
        return _found("problem", said)
    if ends_at - now < SOON:
        return _found(
            "warning",
            f"{name} expires on {ends_at:%Y-%m-%d}. Put the renewed one into the file as well "
            "before that.",
        )
    if not _is_authority(certificate) and certificate.issuer != certificate.subject:
        said = f"{name} is no authority's certificate. Name that of the authority that signed it."
        return _found("warning", said)
    return None


def _found(level: Level, said: str) -> Finding:
    return Finding("authorities", level, f"PYDASH_CA_FILE: {said}")


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        found = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return False
    return found.value.ca
