"""The endpoint calls of a dashboard: columns, segments, and the ledger of fetched windows.

May import `pydash_app.errors` and `pydash_app.database`. Knows nothing of users, of HTTP or of
where the calls come from.
"""
