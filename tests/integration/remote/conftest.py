"""What the tests of real and of lying remotes share."""

from ipaddress import ip_network

import pytest

from pydash_app.remote import RemoteGateway


@pytest.fixture
def gateway() -> RemoteGateway:
    """A gateway whose operator opened loopback."""
    return RemoteGateway([ip_network("127.0.0.0/8"), ip_network("::1/128")])
