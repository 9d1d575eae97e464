"""Asks for a page again and again until its standard input ends; prints each time taken, in ms."""

import http.client
import json
import sys
import threading
import time
from urllib.parse import urlsplit

PAUSE_S = 0.02


def main(url: str) -> None:
    """Be the visitor."""
    parts = urlsplit(url)
    is_over = threading.Event()
    threading.Thread(target=_wait_for_the_end, args=(is_over,), daemon=True).start()
    times_ms = []
    while not is_over.is_set():
        began_s = time.perf_counter()
        connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        connection.request("GET", parts.path)
        connection.getresponse().read()
        connection.close()
        times_ms.append((time.perf_counter() - began_s) * 1000)
        time.sleep(PAUSE_S)
    print(json.dumps(times_ms))


def _wait_for_the_end(is_over: threading.Event) -> None:
    sys.stdin.read()
    is_over.set()


if __name__ == "__main__":
    main(sys.argv[1])
