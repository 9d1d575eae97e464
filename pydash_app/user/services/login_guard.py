"""Slows down who guesses passwords, and never the owner of an account.

Wrong passwords are counted for the account, but only those from addresses from which its owner
never logged in: however many guess, the owner still gets in from where they usually are. They are
counted for the guesser's address, too; from an address that the account knows, for this address
and account together, so that a neighbour behind the same router can't lock the owner out by
guessing at other accounts. An IPv6 client is counted as all that may be one customer's, see
`pydash_app.limits.client_network`.
"""

import hmac
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from pydash_app.limits import Charge, RateLimits, is_network
from pydash_app.secret_key import derive_key
from pydash_app.shares import Asker, asking
from pydash_app.text_forms import fold

_KEY_PURPOSE = "known addresses"


@dataclass(frozen=True, slots=True)
class LoginGuard:
    """Counts the wrong passwords of one client.

    Attributes:
        network: whence the client asks, as `pydash_app.limits.network_of` names it.
        key: for the digests of addresses.
    """

    limits: RateLimits
    network: str
    key: bytes

    @classmethod
    def of(cls, limits: RateLimits, network: str, *, secret_key: bytes) -> "LoginGuard":
        """Make the guard against one client."""
        return cls(limits, network, derive_key(secret_key, _KEY_PURPOSE))

    def digest_for(self, user_id: str) -> str:
        """What is stored of the client's address with a user who logs in from there.

        There are few enough addresses to try them all, so that a plain digest would hide nothing.
        """
        text = f"{user_id}\0{self.network}"
        return hmac.new(self.key, text.encode(), sha256).hexdigest()

    def charge(self, name: str, *, is_known: bool, now: datetime) -> Sequence[Charge]:
        """Count a try before the password is looked at; `refund` it where that was right.

        Names that nobody has are counted like all others, and so give nothing away. Clients whose
        address can't be read are one to PyDash, and so never known.

        Raises:
            TooManyRequestsError: there were too many wrong ones.
        """
        of_account = self.limits.wrong_logins_of_account
        of_address = self.limits.wrong_logins_of_address
        charges = (
            [of_address.of(f"{self.network} {fold(name)}")]
            if is_known and is_network(self.network)
            else [of_account.of(fold(name)), *of_address.of_client(self.network)]
        )
        self.limits.charge(*charges, now=now)
        return charges

    @contextmanager
    def asking(self, name: str, *, is_known: bool) -> Iterator[None]:
        """Check a password within the block; known addresses wait apart from all others.

        However many strangers flood the login, an owner gets in from where they usually are.
        """
        client = Asker.stranger(self.network)
        with asking(client.known_as(fold(name)) if is_known else client):
            yield

    def refund(self, charges: Sequence[Charge], *, now: datetime) -> None:
        """Take a try back whose password was right."""
        self.limits.refund(*charges, now=now)
