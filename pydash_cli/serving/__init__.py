"""The web server: gunicorn's processes, and in each waitress's connections with deadlines.

gunicorn forks, watches and replaces the processes (`server`, `worker`). In each, one thread moves
all bytes (`event_loop`, `listener`, `connection`), so that a client who is slow, or stops, never
occupies one of the threads that run the app. What a client may send is stricter than waitress's
own rules (`request_parser`, `chunked_body`), and what never reaches the app is answered as the app
would answer it (`refusals`). ADR 0030 says why.
"""
