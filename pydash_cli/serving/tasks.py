"""One request's way through the app."""

from http import HTTPStatus
from typing import Any

from waitress.task import ErrorTask, WSGITask

from pydash_cli.serving import refusals
from pydash_web.host_check import LOCAL_ADDRESS


class AppTask(WSGITask):
    """waitress's, with addresses as they were sent."""

    def build_response_header(self) -> bytes:
        """Write the head; a server that is stopping keeps no connection."""
        if self.channel.server.is_stopping:
            self.set_close_on_finish()
        return bytes(super().build_response_header())

    def finish(self) -> None:
        """End the answer; one to HEAD has no body, and so no last chunk either."""
        if self.request.command == "HEAD":
            self.write(b"")
            self.chunked_response = False
        super().finish()

    def get_environment(self) -> dict[str, Any]:
        """What the app is told of the request."""
        environ: dict[str, Any] = super().get_environment()
        # waitress takes a doubled slash for one; here that is another address.
        environ["PATH_INFO"] = self.request.path
        if self.request.proxy_netloc:
            environ["HTTP_HOST"] = self.request.proxy_netloc
        environ[LOCAL_ADDRESS] = self.channel.local_address
        environ["wsgi.multiprocess"] = True
        return environ


class FailureTask(ErrorTask):
    """The answer where the app itself broke down."""

    def execute(self) -> None:
        """Write it."""
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        body = refusals.body_of(status)
        self.status = f"{status.value} {status.phrase}"
        self.response_headers.extend(refusals.headers_of(status).items())
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
