"""Real reverse proxies over the samples for a path of a host that other things are on."""

from pathlib import Path

from tests.packaging.distributions import ROOT
from tests.packaging.proxies import OPTIONS_OF_CADDY, Caddy, Nginx, Proxy
from tests.stack.certificates import Certified

PATH = "/pydash"
NEIGHBOUR = "Another app is here."

SERVER_OF_NGINX = """
server {{
    listen 127.0.0.1:{port} ssl;
    server_name localhost;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    location / {{ return 200 "{neighbour}"; }}
    include {folder}/below-path.conf;
}}
"""
HOST_OF_CADDY = """
localhost {{
	tls {certificate} {key}
{sample}
	respond "{neighbour}"
}}
"""


class _BelowPath(Proxy):
    """A proxy of a host that has PyDash below a path.

    Args:
        folder: for its files.
        certified: by the authority that people trust.
        takes_path_away: whether PyDash gets to see the path.
    """

    def __init__(self, folder: Path, certified: Certified, *, takes_path_away: bool) -> None:
        super().__init__(folder, certified.authority)
        self.certified = certified
        self.takes_path_away = takes_path_away
        self.origin = self.url
        self.url = f"{self.url}{PATH}"


class NginxBelowPath(_BelowPath, Nginx):
    """nginx with `deploy/nginx/pydash-below-path.conf`."""

    def configure(self, pydash_url: str) -> None:
        text = (ROOT / "deploy" / "nginx" / "pydash-below-path.conf").read_text("utf-8")
        slash = "/" if self.takes_path_away else ""
        text = text.replace("http://127.0.0.1:5000", f"{pydash_url}{slash}")
        (self.folder / "below-path.conf").write_text(text, "utf-8")
        server = SERVER_OF_NGINX.format(
            port=self.https_port,
            certificate=self.certified.certificate,
            key=self.certified.key,
            neighbour=NEIGHBOUR,
            folder=self.folder,
        )
        (self.folder / "pydash.conf").write_text(server, "utf-8")
        self.write_main()


class CaddyBelowPath(_BelowPath, Caddy):
    """Caddy with `deploy/caddy/Caddyfile.below-path`."""

    def configure(self, pydash_url: str) -> None:
        text = (ROOT / "deploy" / "caddy" / "Caddyfile.below-path").read_text("utf-8")
        text = text.replace("127.0.0.1:5000", pydash_url.removeprefix("http://"))
        if self.takes_path_away:
            text = text.replace("\nhandle /", "\nhandle_path /")
        options = OPTIONS_OF_CADDY.format(http=self.http_port, https=self.https_port) + "}\n"
        host = HOST_OF_CADDY.format(
            certificate=self.certified.certificate,
            key=self.certified.key,
            neighbour=NEIGHBOUR,
            sample=text,
        )
        (self.folder / "Caddyfile").write_text(options + host, "utf-8")
