"""A port of its own for /metrics, for processes that run on a machine without the web."""

import logging
import socket
from collections.abc import Iterable
from http import HTTPStatus
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from prometheus_client.exposition import ThreadingWSGIServer

from pydash_app.errors import SettingsError
from pydash_app.metrics import folder_of
from pydash_app.metrics.exposition import CONTENT_TYPE, write_metrics
from pydash_app.networks import is_in
from pydash_app.settings import Settings
from pydash_app.settings.own_address import in_url, is_everywhere, reachable
from pydash_web.client_address import TrustedProxies, is_direct

log = logging.getLogger(__name__)


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Say nothing: Prometheus asks every few seconds."""


class _Server(ThreadingWSGIServer):
    """Listens on IPv6, too, and at `::` on both families."""

    address_family = socket.AF_INET6

    def server_bind(self) -> None:
        """Take the port."""
        is_for_both = is_everywhere(str(self.server_address[0])) and socket.has_dualstack_ipv6()
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, not is_for_both)
        super().server_bind()


def make_metrics_app(settings: Settings) -> WSGIApplication:
    """What answers /metrics to those who may know, and nothing else to anybody."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_allowed = is_direct(environ) and is_in(
            environ["REMOTE_ADDR"], settings.metrics_networks
        )
        if not is_allowed or environ["PATH_INFO"] != "/metrics":
            status = HTTPStatus.NOT_FOUND
            start_response(f"{status.value} {status.phrase}", [("Content-Type", "text/plain")])
            return [b"There is nothing at this address.\n"]
        start_response("200 OK", [("Content-Type", CONTENT_TYPE)])
        return [write_metrics(folder_of(settings))]

    return TrustedProxies(answer, settings.trusted_proxies)


def serve_metrics(settings: Settings, port: int) -> None:
    """Answer /metrics on a port as long as this process lives; port 0: don't.

    Raises:
        SettingsError: the port can't be listened on.
    """
    if not port:
        return

    try:
        server = make_server(
            settings.metrics_host,
            port,
            make_metrics_app(settings),
            server_class=_Server if ":" in settings.metrics_host else ThreadingWSGIServer,
            handler_class=_QuietHandler,
        )
    except OSError as error:
        raise SettingsError(
            f"PYDASH_METRICS_HOST: {settings.metrics_host!r} and port {port} can't be listened "
            f"on ({error.strerror})."
        ) from error
    Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    log.info(
        "Metrics are at http://%s:%d/metrics.", in_url(reachable(settings.metrics_host)), port
    )
