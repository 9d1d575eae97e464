"""Serves the single page: its files, and for every deep link the same `index.html`."""

import secrets
from http import HTTPStatus
from pathlib import Path
from wsgiref.headers import Headers
from wsgiref.types import WSGIApplication

from flask import Flask, Response, abort, request
from markupsafe import escape
from werkzeug.routing import BaseConverter
from whitenoise import WhiteNoise  # type: ignore[import-untyped]

from pydash_web.headers import POLICY_HEADER, make_policy

STATIC_FOLDER = Path(__file__).parent / "static"
"""Where the front end's build is put."""

NONCE_MARK = "__CSP_NONCE__"
PATH_MARK = "__BASE_PATH__"
RELATIVE = '="./'
"""How the build writes the addresses of the page's files, which a deep link would misread."""

NONCE_BYTES = 16
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATED = "no-cache"

NOT_BUILT = "The page is not built yet. Run `make setup`, then start PyDash again.\n"


class PagePathConverter(BaseConverter):
    """A path of any depth that does not lead into the API."""

    part_isolating = False
    regex = r"(?!api(?:/|\Z))[^/].*?"
    weight = 200


def add_pages(app: Flask, static_folder: Path, base_path: str) -> None:
    """Answer every path outside the API with the page, as it lies in the folder now.

    Args:
        app: gets the routes.
        static_folder: has the built page, the same wherever PyDash lies.
        base_path: below which it lies, `/pydash`, or empty.
    """
    index = static_folder / "index.html"
    page = _place(index.read_text("utf-8"), base_path) if index.is_file() else None

    def show(path: str = "") -> Response:
        if not _is_page(path):
            abort(HTTPStatus.NOT_FOUND)
        if page is None:
            return Response(NOT_BUILT, HTTPStatus.SERVICE_UNAVAILABLE, mimetype="text/plain")
        return _render(page)

    app.url_map.converters["page"] = PagePathConverter
    for rule in ("/", "/<page:path>"):
        app.add_url_rule(rule, "page", show, methods=["GET"], provide_automatic_options=False)


def serve_files(application: WSGIApplication, static_folder: Path) -> WSGIApplication:
    """Put the page's files before an app, each compressed beforehand where the caller reads it.

    Only files that lie in the folder now are served, by a look-up of the whole path: nothing in a
    request is ever joined to a path.
    """
    if not static_folder.is_dir():
        return application
    files = WhiteNoise(
        application,
        root=static_folder,
        max_age=None,
        allow_all_origins=False,
        mimetypes={".webmanifest": "application/manifest+json"},
        add_headers_function=_add_cache_header,
    )
    files.files.pop("/index.html", None)  # it has a nonce to be filled in
    served: WSGIApplication = files
    return served


def _add_cache_header(headers: Headers, _path: str, url: str) -> None:
    # The build writes a hash of the content into the names of assets, and into no other name.
    headers["Cache-Control"] = IMMUTABLE if url.startswith("/assets/") else REVALIDATED


def _is_page(path: str) -> bool:
    """Whether a browser that goes there wants the page, and not a file that is missing."""
    top = path.partition("/")[0]
    accepts_html = not request.accept_mimetypes or request.accept_mimetypes.accept_html
    return accepts_html and top != "assets" and "." not in top


def _place(page: str, base_path: str) -> str:
    """The page at its path: where its files are, and what its script puts before addresses."""
    path = str(escape(base_path))
    return page.replace(RELATIVE, f'="{path}/').replace(PATH_MARK, path)


def _render(page: str) -> Response:
    nonce = secrets.token_urlsafe(NONCE_BYTES)
    response = Response(page.replace(NONCE_MARK, nonce), mimetype="text/html")
    response.headers[POLICY_HEADER] = make_policy(nonce)
    response.headers["Cache-Control"] = REVALIDATED
    response.headers["Vary"] = "Accept"
    return response
