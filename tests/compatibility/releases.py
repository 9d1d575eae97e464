"""The releases of Flask-MonitoringDashboard that PyDash is tried with."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydash_app.remote import Wire

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Release:
    """A release, and how PyDash should speak with it.

    Attributes:
        version: of Flask-MonitoringDashboard.
        wire: the format that PyDash should find out for itself.
        environment: the name that `tools/setup_fmd.py` knows it by.
        needs_utc: whether it measures nothing from its app's second start on, except where the
            zone of its host, or its setting TIMEZONE, is UTC.
    """

    version: str
    wire: Wire
    environment: str
    needs_utc: bool = False

    @property
    def python(self) -> Path:
        """The interpreter that has it."""
        return ROOT / ".venvs" / self.environment / "bin" / "python"

    @property
    def has_export(self) -> bool:
        """Whether its app binds fmd_export."""
        return self.wire is Wire.EXPORT_1


RELEASES: Sequence[Release] = (
    Release("1.10.9", Wire.FMD_1_10, "fmd-1.10.9"),
    Release("1.11.5", Wire.FMD_1_11, "fmd-1.11.5"),
    Release("1.12.5", Wire.FMD_1_12, "fmd-1.12.5"),
    Release("1.13.1", Wire.FMD_1_13, "fmd1"),
    Release("2.0.7", Wire.FMD_2_0, "fmd-2.0.7"),
    Release("2.1.4", Wire.EXPORT_1, "fmd-2.1.4"),
    Release("3.0.9", Wire.EXPORT_1, "fmd-3.0.9"),
    Release("3.1.2", Wire.EXPORT_1, "fmd-3.1.2"),
    Release("3.3.2", Wire.EXPORT_1, "fmd-3.3.2"),
    Release("4.0.5", Wire.EXPORT_1, "fmd-4.0.5", needs_utc=True),
    Release("5.0.2", Wire.EXPORT_1, "fmd-5.0.2"),
    Release("5.0.4", Wire.EXPORT_1, "fmd-5.0.4"),
    Release("5.1.0", Wire.EXPORT_1, "fmd5"),
)


def get_release(version: str) -> Release:
    """The release of a version."""
    return next(release for release in RELEASES if release.version == version)
