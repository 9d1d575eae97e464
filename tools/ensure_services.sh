#!/bin/sh
# Install the database servers that tests start: PostgreSQL and MariaDB, from Debian's packages.
# None is started here, nor by the system: a test runs its own in a temporary folder.
# Exits with 1 and one sentence on standard error where one can't be had.
set -eu

has_postgres() { command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; }
has_mariadb() { PATH="$PATH:/usr/sbin" command -v mariadbd >/dev/null; }

has_postgres && has_mariadb && exit

as_root=
if [ "$(id -u)" -ne 0 ]; then
    as_root="sudo -n"
fi
if command -v apt-get >/dev/null && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
    echo "Installing the database servers for the tests …" >&2
    install() {
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@" >&2
    }
    # So that the package makes and starts no server of the system's own.
    $as_root mkdir -p /etc/postgresql-common
    test -e /etc/postgresql-common/createcluster.conf ||
        echo "create_main_cluster = false" | $as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    $as_root apt-get -o DPkg::Lock::Timeout=300 update -qq >&2 || true
    has_postgres || install -o Dpkg::Options::=--force-confold postgresql || true
    has_mariadb || install mariadb-server-core mariadb-client-core || true
fi

has_postgres && has_mariadb && exit
echo "PostgreSQL and MariaDB are not both here and could not be installed; tests that need them are skipped. Install Debian's postgresql and mariadb-server-core." >&2
exit 1
