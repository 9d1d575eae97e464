"""What a controller works with; made once by `create_app` and handed to every controller."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from pydash_app.database import Database
from pydash_app.health import HealthView
from pydash_app.limits import RateLimits
from pydash_app.ports import Clock
from pydash_app.remote.gateway import RemoteGateway
from pydash_app.settings import Settings
from pydash_web.export_wheel import ExportWheel
from pydash_web.openapi import Documentation
from pydash_web.shared_call import SharedCall
from pydash_web.shares import Shares
from pydash_web.told_once import ToldOnce


def read_clock() -> datetime:
    """Get the present instant, aware, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Services:
    """The outside of the domain, as one request needs it."""

    database: Database
    settings: Settings
    remotes: RemoteGateway
    now: Clock
    secret_key: bytes = field(repr=False)
    limits: RateLimits
    documentation: Documentation
    shares: Shares
    export_wheel: ExportWheel | None = None
    told_origins: ToldOnce = field(default_factory=ToldOnce)
    health_reading: SharedCall[HealthView] = field(default_factory=SharedCall)
