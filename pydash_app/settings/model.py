"""The settings: one frozen object, and what each may be."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    Field,
    SecretStr,
    ValidationInfo,
    field_serializer,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from pydash_app.database_url import WANTED, is_database_url, without_password
from pydash_app.settings.base_url import path_of, read_base_url
from pydash_app.settings.own_address import in_url, reachable

IpNetwork = IPv4Network | IPv6Network
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Patience = Annotated[float, Field(ge=1, le=3600, allow_inf_nan=False)]
"""Seconds that a client may take; none would let it take a place for ever."""
Count = Annotated[int, Field(ge=0)]

LOOPBACK: tuple[IpNetwork, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
"""This machine itself."""

_EXECUTOR_URI = re.compile(r"dask(\+tls)?://[^/]+:\d+")

_HOST_NAME = re.compile(r"[\w.-]+")


class Settings(BaseSettings):
    """What an operator can set; the README's table explains each.

    Attributes named `*_interval`, `*_spacing`, `*_lag` and `*_timeout` are seconds; `max_*` are
    quotas and `limit_*` how often something may be done, and 0 there is no limit.
    """

    model_config = SettingsConfigDict(
        env_prefix="PYDASH_", frozen=True, env_ignore_empty=True, hide_input_in_errors=True
    )

    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 5000
    data_dir: Path = Path("var")
    database: Annotated[str, Field(repr=False)] = ""  # may hold a password
    zeo_certificate: Path | None = None
    zeo_key: Path | None = None
    zeo_authority: Annotated[Path | None, Field(validate_default=True)] = None
    executor: str = ""
    secret_key: SecretStr = SecretStr("")
    base_url: str = ""
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    mail_url: SecretStr = SecretStr("")
    mail_from: Annotated[str, Field(min_length=3)] = "PyDash <pydash@localhost>"
    ca_file: Path | None = None
    allowed_networks: Annotated[tuple[IpNetwork, ...], NoDecode] = ()
    fetch_interval: Seconds = 3600
    min_fetch_interval: Seconds = 180
    fetch_spacing: Seconds = 1
    settle_lag: Seconds = 15
    probe_interval: Annotated[float, Field(ge=1, allow_inf_nan=False)] = 300
    keep_calls_days: Annotated[int, Field(ge=1, le=100_000)] | None = None
    audit_days: Annotated[int, Field(ge=1, le=36_500)] = 90
    column_cache_mb: Annotated[int, Field(ge=0, le=1_000_000)] = 256
    web_workers: Annotated[int, Field(ge=1, le=64)] = 2
    web_threads: Annotated[int, Field(ge=1, le=64)] = 8
    web_connections: Annotated[int, Field(ge=32, le=100_000)] = 1000
    head_timeout: Patience = 10
    body_timeout: Patience = 30
    write_timeout: Patience = 30
    idle_timeout: Patience = 15
    scheduler_workers: Annotated[int, Field(ge=1, le=64)] = 2
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    metrics_networks: Annotated[tuple[IpNetwork, ...], NoDecode] = LOOPBACK
    metrics_host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    scheduler_metrics_port: Annotated[int, Field(ge=0, le=65535)] = 0
    database_metrics_port: Annotated[int, Field(ge=0, le=65535)] = 0
    self_monitoring: bool = False
    registration: Literal["open", "invite", "closed"] = "open"
    trusted_proxies: Annotated[tuple[IpNetwork, ...], NoDecode] = ()
    max_dashboards: Count = 100
    max_calls: Count = 50_000_000
    max_dashboard_megabytes: Count = 2_000
    limit_logins_account: Count = 10
    limit_logins_address: Count = 100
    limit_registrations: Count = 20
    limit_mails: Count = 10
    limit_dashboard_registrations: Count = 60
    limit_requests: Count = 1200
    backup_dir: Path | None = None
    backup_interval_hours: Annotated[float, Field(gt=0, le=87_600, allow_inf_nan=False)] = 24
    backup_keep: Annotated[int, Field(ge=1, le=10_000)] = 7
    pack_interval_days: Annotated[float, Field(ge=0, le=3650, allow_inf_nan=False)] = 1

    @field_validator("allowed_networks", "trusted_proxies", "metrics_networks", mode="before")
    @classmethod
    def _split_networks(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return tuple(
                ip_network(part.strip(), strict=False) for part in value.split(",") if part.strip()
            )
        except ValueError as error:  # its message quotes what was given
            raise ValueError("write it as 10.0.0.0/8, or several with commas between") from error

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        names = tuple(part.strip() for part in value.split(",") if part.strip())
        if not all(map(_is_host, names)):
            raise ValueError("write it as pydash,pydash.example.org, without ports and wildcards")
        return names

    @field_validator("host", "metrics_host")
    @classmethod
    def _check_host(cls, value: str) -> str:
        host = value.strip().removeprefix("[").removesuffix("]")
        if not _is_host(host):
            raise ValueError("write an address or a name alone, without a scheme and a port")
        return host

    @field_validator("data_dir", "backup_dir", "ca_file")
    @classmethod
    def _make_absolute(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser().absolute()

    @field_validator("base_url")
    @classmethod
    def _read_base_url(cls, value: str) -> str:
        return read_base_url(value)

    @field_validator("mail_from")
    @classmethod
    def _check_mail_from(cls, value: str) -> str:
        if not value.isprintable():  # a line break would begin another header
            raise ValueError("write it as PyDash <pydash@example.org>")
        return value

    @field_validator("mail_url")
    @classmethod
    def _check_mail_url(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not _is_url(value.get_secret_value(), "smtp", "smtps"):
            raise ValueError("write it as smtp://user:password@mail.example.org:587")
        return value

    @field_validator("database")
    @classmethod
    def _check_database(cls, value: str) -> str:
        if value and not is_database_url(value):
            raise ValueError(f"write it as {WANTED}")
        return value

    @field_serializer("database")
    def _hide_password(self, value: str) -> str:
        return without_password(value)

    @field_validator("zeo_authority")
    @classmethod
    def _check_completeness(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        named = [info.data.get("zeo_certificate"), info.data.get("zeo_key"), value]
        if any(named) and not all(named):
            raise ValueError("set it together with PYDASH_ZEO_CERTIFICATE and PYDASH_ZEO_KEY")
        return value

    @field_validator("executor")
    @classmethod
    def _check_executor(cls, value: str) -> str:
        is_address = _EXECUTOR_URI.fullmatch(value) and _is_url(value, "dask", "dask+tls")
        if value and (not is_address or "@" in value):
            raise ValueError("write it as dask://host:port, or dask+tls://host:port")
        return value

    @property
    def public_url(self) -> str:
        """The address that mails and pages point to, without a slash at its end."""
        if self.base_url:
            return self.base_url
        return f"http://{in_url(reachable(self.host))}:{self.port}"

    @property
    def base_path(self) -> str:
        """The path below which PyDash lies, as a URL has it: `/pydash`, or empty."""
        return path_of(self.base_url)


def _is_host(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return _HOST_NAME.fullmatch(text) is not None
    return True


def _is_url(text: str, *schemes: str) -> bool:
    try:
        parts = urlsplit(text)
        has_port = parts.port != 0  # reading it raises for what is no port
    except ValueError:  # its message quotes the address, which may hold a password
        return False
    is_clean = text.isprintable() and " " not in text
    return is_clean and has_port and parts.scheme in schemes and bool(parts.hostname)
