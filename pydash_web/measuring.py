"""Counts and times requests, and hands out /metrics."""

import time
from http import HTTPStatus

from flask import Flask, Response, abort, g, request

from pydash_app import metrics
from pydash_app.measurements.column_cache import COLUMN_CACHE
from pydash_app.metrics.exposition import CONTENT_TYPE, write_metrics
from pydash_app.networks import is_in
from pydash_app.settings import Settings
from pydash_web.client_address import is_direct

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "none"


def set_up_measuring(app: Flask, settings: Settings) -> None:
    """Measure every request, and answer /metrics to those who may know."""

    def show() -> Response:
        if not may_look_inside(settings):
            abort(HTTPStatus.NOT_FOUND)
        return Response(write_metrics(metrics.folder_of(settings)), content_type=CONTENT_TYPE)

    app.before_request(_note_start)
    app.after_request(_measure)
    app.add_url_rule("/metrics", "metrics", show, methods=["GET"], provide_automatic_options=False)


def may_look_inside(settings: Settings) -> bool:
    """Whether the request comes from where operators sit, and through no unknown proxy."""
    return is_direct(request.environ) and is_in(
        request.remote_addr or "", settings.metrics_networks
    )


def _note_start() -> None:
    g.started_s = time.perf_counter()


def _measure(response: Response) -> Response:
    catalogue = metrics.current()
    route = request.url_rule.rule if request.url_rule else NO_ROUTE
    # Anybody may invent a method.
    method = request.method if request.method in METHODS else "other"
    catalogue.http_requests.labels(route, method, response.status_code).inc()
    catalogue.http_request_duration.labels(route).observe(time.perf_counter() - g.started_s)
    hit_count, miss_count = COLUMN_CACHE.take_counts()
    if hit_count or miss_count:
        catalogue.column_cache.labels("hit").inc(hit_count)
        catalogue.column_cache.labels("miss").inc(miss_count)
    return response
