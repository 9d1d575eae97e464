"""What the tests of real and of lying remotes share."""

from ipaddress import ip_network

import pytest

from pydash_app.remote import RemoteGateway
from pydash_app.remote.address_guard import AddressGuard
from pydash_app.remote.http_session import GuardedSession

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@pytest.fixture
def gateway() -> RemoteGateway:
    """A gateway whose operator opened loopback."""
    return RemoteGateway(LOOPBACK)


@pytest.fixture
def session() -> GuardedSession:
    """The way out of such a gateway."""
    return GuardedSession(AddressGuard(LOOPBACK))
