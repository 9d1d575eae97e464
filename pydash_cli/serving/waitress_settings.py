"""How PyDash sets waitress."""

import socket

from waitress.adjustments import Adjustments

from pydash_cli.listening import BACKLOG_LENGTH
from pydash_cli.serving.refusals import SERVER_NAME
from pydash_cli.serving.request_parser import LONGEST_HEAD_BYTES
from pydash_web.app_factory import LARGEST_BODY_BYTES

STREAM_BUFFER_BYTES = 256 * 1024
"""Of an answer that is made while it is sent, so much waits for its reader at most."""

SMALL_ANSWER_BYTES = 64 * 1024
"""Parts of an answer that are not worth looking for room."""

DRAIN_BYTES = 4 * 1024 * 1024
"""How much of what is still coming is read and dropped, so that the last answer is not lost."""

_CHUNK_OVERHEAD_BYTES = 64 * 1024
_NEVER_BYTES = 1 << 40


def adjust(sock: socket.socket) -> Adjustments:
    """The settings of a server on a socket that listens already."""
    return Adjustments(
        sockets=[sock],
        ident=SERVER_NAME,
        backlog=BACKLOG_LENGTH,
        # Nobody in front of PyDash is trusted here; pydash_web.client_address judges.
        clear_untrusted_proxy_headers=False,
        recv_bytes=64 * 1024,
        max_request_header_size=LONGEST_HEAD_BYTES,
        # The app itself judges to the byte.
        max_request_body_size=LARGEST_BODY_BYTES + _CHUNK_OVERHEAD_BYTES,
        # In memory, which is counted, and not in files.
        inbuf_overflow=_NEVER_BYTES,
        outbuf_overflow=_NEVER_BYTES,
        outbuf_high_watermark=STREAM_BUFFER_BYTES,
        log_socket_errors=False,
    )
