"""The names of endpoints that a dashboard keeps besides its calls."""

from collections.abc import Collection, Iterable

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent

from pydash_app.measurements.text_limits import MOST_NAMES


class EndpointNames(Persistent):
    """Names in objects of their own: a dashboard is read far more often than they all are."""

    _told_names: OOTreeSet | None = None
    _disabled_names: OOTreeSet | None = None

    @property
    def endpoint_names(self) -> Collection[str]:
        """Those that the remote said it measures, as many as there may be; calls may name more."""
        told = self._told_names  # loads the object, so that its dictionary is there
        names: Collection[str] = self.__dict__["endpoint_names"] if told is None else told
        return names

    @endpoint_names.setter
    def endpoint_names(self, names: Iterable[str]) -> None:
        self._told_names = OOTreeSet(list(dict.fromkeys(names))[:MOST_NAMES])

    @property
    def disabled_endpoint_names(self) -> Collection[str]:
        """Those that its owner does not want to see; a tuple where an older PyDash stored them."""
        off = self._disabled_names
        names: Collection[str] = self.__dict__["disabled_endpoint_names"] if off is None else off
        return names

    @disabled_endpoint_names.setter
    def disabled_endpoint_names(self, names: Iterable[str]) -> None:
        self._disabled_names = OOTreeSet(names)
