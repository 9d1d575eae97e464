"""A monitored app that answers from memory; nothing leaves the process."""

from datetime import UTC, datetime

from pydash_app.errors import RemoteError
from pydash_app.remote.gateway import RemoteExam, RemoteGateway
from pydash_app.remote.protocol import RemoteDetails, RemoteEndpoint, Wire

RIGHT_TOKEN = "a security code of thirty-two letters"


class FakeRemotes(RemoteGateway):
    """Every address leads to the same app; addresses are checked as the real gateway does.

    Attributes:
        failure: raised instead of an answer.
        asked: addresses and security codes that were tried, in order.
        sent: the own headers that went with each.
    """

    def __init__(self) -> None:
        super().__init__(())
        self.failure: RemoteError | None = None
        self.asked: list[tuple[str, str]] = []
        self.sent: list[dict[str, str]] = []

    def examine(self, url: str, token: str) -> RemoteExam:
        self.asked.append((self.check_url(url), token))
        self.sent.append(self._session.own_headers.sent_to(url))
        if self.failure is not None:
            raise self.failure
        return RemoteExam(
            details=RemoteDetails(
                version="1.13.1",
                wire=Wire.FMD_1_13,
                first_request_at=datetime(2026, 1, 1, tzinfo=UTC),
                total_requests=5_000,
                answered_at=None,
                app_version="2.0",
            ),
            endpoints=[
                RemoteEndpoint(
                    name="shop.cart",
                    is_monitored=True,
                    added_at=None,
                    first_version="1.0",
                    last_called_at=None,
                )
            ],
            clock_offset_s=None,
        )
