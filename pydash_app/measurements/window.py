"""A window of whole seconds, the unit in which calls are fetched and remembered as fetched."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """The instants `after_s < t <= until_s`, so that adjacent windows tile exactly.

    Attributes:
        after_s: whole seconds since 1970, UTC; itself not inside.
        until_s: whole seconds since 1970, UTC; itself inside.

    Source:
        Flask-MonitoringDashboard 1.12 and later select `time > from AND time <= to`.
    """

    after_s: int
    until_s: int

    def __post_init__(self) -> None:
        """Refuse a window that holds no second.

        Raises:
            ValueError: it would end before or where it starts.
        """
        if self.until_s <= self.after_s:
            raise ValueError(f"a window can't reach from {self.after_s} to {self.until_s}")

    @property
    def length_s(self) -> int:
        """How many seconds it holds."""
        return self.until_s - self.after_s
