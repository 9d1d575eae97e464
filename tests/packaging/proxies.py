"""Starts real reverse proxies over the sample configurations in `deploy/`."""

import os
import re
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.packaging.distributions import ROOT, run
from tests.stack.waiting import find_free_port, wait_until

HOST = "pydash.example.org"
"""The name in the samples; tests put `localhost` in its place."""

MAIN_OF_NGINX = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/pydash.conf;
}}
"""
OPTIONS_OF_CADDY = "\n{{\n\tadmin off\n\thttp_port {http}\n\thttps_port {https}\n"
"""Stand in the block of the sample's own options."""


class Proxy(ABC):
    """A reverse proxy in front of a PyDash.

    Attributes:
        url: where people find it.
        http_url: where those are sent on from who come without TLS.
    """

    def __init__(self, folder: Path, certificate: Path) -> None:
        self.folder = folder
        self.certificate = certificate
        self.http_port, self.https_port = find_free_port(), find_free_port()
        self.url = f"https://localhost:{self.https_port}"
        self.http_url = f"http://localhost:{self.http_port}"

    @abstractmethod
    def configure(self, pydash_url: str) -> None:
        """Write the sample down with this machine's ports and names in it."""

    @abstractmethod
    def check_command(self) -> list[str]:
        """The proxy's own check of its configuration."""

    @abstractmethod
    def command(self) -> list[str]:
        """What runs it in the foreground."""

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run it for as long as the block lasts."""
        log = self.folder / "proxy.log"
        environment = {**os.environ, "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder)}
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603  a program that was looked up
                self.command(), env=environment, stdout=output, stderr=output
            )
        try:
            wait_until(self._answers, timeout_s=30, what=f"the proxy answers: {log}")
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)

    def _answers(self) -> bool:
        try:
            requests.get(self.url, verify=str(self.certificate), timeout=5)
        except requests.RequestException:
            return False
        return True


class Nginx(Proxy):
    """nginx with `deploy/nginx/pydash.conf`."""

    def configure(self, pydash_url: str) -> None:
        text = (ROOT / "deploy" / "nginx" / "pydash.conf").read_text("utf-8")
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
        text = text.replace("listen 80;", f"listen 127.0.0.1:{self.http_port};")
        text = text.replace("listen 443", f"listen 127.0.0.1:{self.https_port}")
        text = text.replace("https://$host$", f"https://$host:{self.https_port}$")
        text = re.sub(r"/etc/ssl/pydash/\w+\.pem", str(self.certificate), text)
        text = text.replace("127.0.0.1:5000", pydash_url.removeprefix("http://"))
        (self.folder / "pydash.conf").write_text(text.replace(HOST, "localhost"), "utf-8")
        self.write_main()

    def write_main(self) -> None:
        """Write what stands around a file of `conf.d`."""
        user = "user root;" if os.geteuid() == 0 else ""
        main = MAIN_OF_NGINX.format(folder=self.folder, user=user)
        (self.folder / "nginx.conf").write_text(main, "utf-8")

    def check_command(self) -> list[str]:
        return [*self.command(), "-t"]

    def command(self) -> list[str]:
        return [find_program("nginx"), "-c", f"{self.folder}/nginx.conf", "-p", str(self.folder)]


class Caddy(Proxy):
    """Caddy with `deploy/caddy/Caddyfile`."""

    def configure(self, pydash_url: str) -> None:
        text = (ROOT / "deploy" / "caddy" / "Caddyfile").read_text("utf-8")
        tls = f"localhost {{\n\ttls {self.certificate} {self.certificate}"
        text = text.replace(f"\n{HOST} {{", f"\n{tls}")
        text = text.replace("127.0.0.1:5000", pydash_url.removeprefix("http://"))
        options = OPTIONS_OF_CADDY.format(http=self.http_port, https=self.https_port)
        assert text.count("\n{\n") == 1
        (self.folder / "Caddyfile").write_text(text.replace("\n{\n", options), "utf-8")

    def check_command(self) -> list[str]:
        return [find_program("caddy"), "validate", *self.command()[2:]]

    def command(self) -> list[str]:
        config = f"{self.folder}/Caddyfile"
        return [find_program("caddy"), "run", "--config", config, "--adapter", "caddyfile"]


def find_program(name: str) -> str:
    """Where a program is; skips the test where it isn't, and fails it under `CI=true`."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        message = f"{name} is not here: `make proxies` installs it on Debian."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


def check(proxy: Proxy) -> str:
    """Let the proxy check its configuration; what it says."""
    done = run(*proxy.check_command())
    assert done.returncode == 0, done.stdout
    return done.stdout
