#!/usr/bin/env python3
"""Adds every app of a CSV file to PyDash over its API: API=… TOKEN=… python3 add_apps.py apps.csv.

Needs nothing but Python. TOKEN is a personal API token that may write (Settings, API tokens).
The file has the columns name, url and token. Apps that are there already are left as they are;
one that fails keeps no other from being added, and lets this end with 1.
"""

import csv
import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

LONGEST_WAIT_S = 120


def ask(path: str, body: dict[str, str] | None = None) -> object:
    """The API's answer; where it asks for patience, after that."""
    request = urllib.request.Request(
        f"{os.environ['API'].rstrip('/')}/{path}",
        None if body is None else json.dumps(body).encode(),
        {
            "Authorization": f"Bearer {os.environ['TOKEN']}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        wait_s = int(error.headers.get("Retry-After", 0))
        if error.code != 429 or not 0 < wait_s <= LONGEST_WAIT_S:
            raise
        time.sleep(wait_s)
        return ask(path, body)


def read_rows(path: str) -> Iterator[dict[str, str]]:
    """The rows of the file, as spreadsheets write them: with a mark, semicolons, blank lines."""
    text = Path(path).read_text("utf-8-sig")
    separator = max(",;\t", key=text.partition("\n")[0].count)
    for row in csv.DictReader(text.splitlines(), delimiter=separator):
        cells = {(name or "").strip().lower(): text for name, text in row.items()}
        found = {name: (cells.get(name) or "").strip() for name in ("name", "url", "token")}
        if any(found.values()):
            yield found


def describe(error: OSError) -> str:
    """Why it failed, in PyDash's own words where it answers."""
    if isinstance(error, urllib.error.HTTPError):
        try:
            return str(json.load(error)["message"])
        except (ValueError, KeyError):
            return f"HTTP {error.code}"
    return str(error)


def main() -> int:
    """Add them all; the exit code."""
    known = {dashboard["url"] for dashboard in ask("dashboards")}
    failed_count = 0
    for row in read_rows(sys.argv[1]):
        url = row["url"].rstrip("/")
        if url in known:
            print(f"there    {row['name']}")
            continue
        try:
            ask("dashboards/register", row)
        except OSError as error:
            failed_count += 1
            print(f"FAILED   {row['name']}: {describe(error)}", file=sys.stderr)
        else:
            known.add(url)
            print(f"added    {row['name']}")
    return 1 if failed_count else 0


if __name__ == "__main__":
    sys.exit(main())
