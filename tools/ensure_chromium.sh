#!/bin/sh
# Print the path of a Chromium; install Debian's where there is none and that is possible.
# Exits with 1 and one sentence on standard error where it can't be had.
set -eu

find_chromium() {
    if [ -n "${PYDASH_CHROMIUM:-}" ]; then
        command -v "$PYDASH_CHROMIUM" && return
        echo "PYDASH_CHROMIUM names $PYDASH_CHROMIUM, which is no program here." >&2
        exit 1
    fi
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" && return
    done
    return 1
}

find_chromium && exit

as_root=
if [ "$(id -u)" -ne 0 ]; then
    as_root="sudo -n"
fi
if command -v apt-get >/dev/null && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
    echo "Installing chromium for the browser tests …" >&2
    export DEBIAN_FRONTEND=noninteractive
    if { $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends chromium; } >&2; then
        hash -r
        find_chromium && exit
    fi
fi

echo "No Chromium is here and none could be installed: install Debian's chromium, or name one in PYDASH_CHROMIUM." >&2
exit 1
