"""The web layer: Flask, the JSON API under `/api`, and the page that uses it.

May import `pydash_app`. Decides nothing of its own: it reads what a request asks, calls one
domain function and writes its answer down. `api_routes` lists every route, `dispatch` runs the
checks that all of them share, `errors` alone knows which failure is which HTTP status.
"""
