#!/bin/sh
# Install the reverse proxies that tests start: nginx and Caddy, from Debian's packages; and
# certutil, with which a browser is told whom to trust.
# Exits with 1 and one sentence on standard error where one can't be had.
set -eu

has_all() { PATH="$PATH:/usr/sbin" command -v nginx >/dev/null && command -v caddy >/dev/null && command -v certutil >/dev/null; }

has_all && exit

as_root=
if [ "$(id -u)" -ne 0 ]; then
    as_root="sudo -n"
fi
# Where systemd runs, the packages would start both as services: that is for its owner to decide.
if [ ! -d /run/systemd/system ] && command -v apt-get >/dev/null && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
    echo "Installing nginx, Caddy and certutil for the tests …" >&2
    {
        $as_root apt-get -o DPkg::Lock::Timeout=300 update -qq &&
            $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends nginx-light caddy libnss3-tools
    } >&2 || true
fi

has_all && exit
echo "nginx, Caddy and certutil are not all here and were not installed; tests that need them are skipped. Install Debian's nginx-light, caddy and libnss3-tools." >&2
exit 1
