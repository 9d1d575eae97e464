"""The limits of an installation."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from pydash_app.errors import TooManyRequestsError
from pydash_app.limits.client_network import WIDER_NETWORKS, networks_of
from pydash_app.limits.steady_store import SteadyUseStore
from pydash_app.limits.store import UseStore
from pydash_app.secret_key import derive_key
from pydash_app.settings import Settings

FILE_NAME = "limits.sqlite3"
MINUTE_S = 60
HOUR_S = 3600

LOOKS_PER_REGISTRATION = 10
"""While a page waits for an app: some 290 looks within the first hour."""

_KEY_PURPOSE = "names in the store of rate limits"

_TOO_MANY = "Too many {} Try again later."


@dataclass(frozen=True, slots=True)
class Limit:
    """How often is too often.

    Attributes:
        most_count: uses within `window_s`; 0 is no limit.
        message: what to say to whoever wants more.
    """

    name: str
    most_count: int
    window_s: int
    message: str

    def of(self, key: str) -> "Charge":
        """One use by whom the key names."""
        return Charge(self, key)

    def of_client(self, network: str) -> list["Charge"]:
        """One use by a client, counted for the wider networks that may be theirs, too.

        Args:
            network: as `pydash_app.limits.network_of` names the client.
        """
        own, *wider = networks_of(network)
        factors = zip(wider, WIDER_NETWORKS.items(), strict=False)
        return [
            self.of(own),
            *(self._widened(bits, factor).of(name) for name, (bits, factor) in factors),
        ]

    def _widened(self, bits: int, factor: int) -> "Limit":
        return replace(
            self, name=f"{self.name}, of a /{bits}", most_count=self.most_count * factor
        )


def _per_hour(name: str, most_count: int, what: str) -> Limit:
    """A limit per hour; `what` ends the sentence "Too many …"."""
    return Limit(name, most_count, HOUR_S, _TOO_MANY.format(what))


@dataclass(frozen=True, slots=True)
class Charge:
    """One use of what is limited."""

    limit: Limit
    key: str


class RateLimits:
    """Counts uses, and refuses those that are too many.

    A use is counted before it happens, so that of many at the same moment none slips through; one
    that need not count is given back.
    """

    def __init__(self, store: UseStore | SteadyUseStore, settings: Settings) -> None:
        """Take the numbers from the settings."""
        self._store = store
        wrong = _TOO_MANY.format("wrong passwords.")
        self.wrong_logins_of_account = Limit(
            "wrong logins of an account", settings.limit_logins_account, 15 * MINUTE_S, wrong
        )
        self.wrong_logins_of_address = Limit(
            "wrong logins of an address", settings.limit_logins_address, HOUR_S, wrong
        )
        self.registrations = _per_hour(
            "registrations",
            settings.limit_registrations,
            "accounts were registered from your address.",
        )
        self.mails = _per_hour("mails", settings.limit_mails, "mails were asked for.")
        self.dashboard_registrations = _per_hour(
            "dashboard registrations",
            settings.limit_dashboard_registrations,
            "apps were tried out.",
        )
        self.dashboard_tries = _per_hour(
            "tries of an app",
            LOOKS_PER_REGISTRATION * settings.limit_dashboard_registrations,
            "times PyDash has looked whether an app is there.",
        )
        self._tried_addresses = Limit("addresses tried", 1, HOUR_S, "")
        self.requests = Limit(
            "requests", settings.limit_requests, MINUTE_S, _TOO_MANY.format("requests.")
        )

    @classmethod
    def open(cls, settings: Settings, secret_key: bytes) -> Self:
        """Open the store in the data folder; after a fork, never before.

        Raises:
            SettingsError: the data folder can't be written.
        """
        path = settings.data_dir / FILE_NAME
        return cls(SteadyUseStore.open(path, derive_key(secret_key, _KEY_PURPOSE)), settings)

    def charge(self, *charges: Charge, now: datetime) -> None:
        """Count one use for each charge, or none where one of them is too many.

        Raises:
            TooManyRequestsError: it says when to come back.
            UnavailableError: the store can't be used.
        """
        limited = [charge for charge in charges if charge.limit.most_count]
        refusal = self._store.add(
            [(c.limit.name, c.key, c.limit.most_count, c.limit.window_s) for c in limited],
            now=now,
        )
        if refusal is not None:
            message = limited[refusal.position].limit.message
            raise TooManyRequestsError(message, retry_after_s=refusal.retry_after_s)

    def refund(self, *charges: Charge, now: datetime) -> None:
        """Give uses back that were counted at this very instant.

        Raises:
            UnavailableError: the store can't be used.
        """
        self._store.take_back(
            [(c.limit.name, c.key, c.limit.window_s) for c in charges if c.limit.most_count],
            now=now,
        )

    def allows(self, charge: Charge, *, now: datetime) -> bool:
        """Count a use if it is not too many, and tell whether it was not.

        Raises:
            UnavailableError: the store can't be used.
        """
        try:
            self.charge(charge, now=now)
        except TooManyRequestsError:
            return False
        return True

    def charge_address(self, user_id: str, place: str, *, now: datetime) -> None:
        """Count a host and port that a user tries, once an hour, like an app that they register.

        So waiting for an app costs little, and looking through a network costs as much as ever.

        Raises:
            TooManyRequestsError: they have tried too many apps.
            UnavailableError: the store can't be used.
        """
        first_try = self._tried_addresses.of(f"{user_id} {place}")
        if not self.allows(first_try, now=now):
            return
        try:
            self.charge(self.dashboard_registrations.of(user_id), now=now)
        except TooManyRequestsError:
            self.refund(first_try, now=now)
            raise

    def close(self) -> None:
        """Give the file back."""
        self._store.close()
