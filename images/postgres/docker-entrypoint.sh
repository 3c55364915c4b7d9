#!/bin/bash
# Makes the database on the first start, drops to user postgres and runs the server; other commands run as they are.
set -euo pipefail

[[ ${1-} == -* ]] && set -- postgres "$@"
# What asks for help or a version needs no database either.
if [[ ${1-} != postgres || " $* " =~ \ (--help|-\?|--version|-V|--describe-config)\  ]]; then
	exec "$@"
fi

if [[ $(id -u) == 0 ]]; then
	mkdir -p "$PGDATA"
	find "$PGDATA" ! -user postgres -exec chown postgres:postgres {} +
	chmod 0700 "$PGDATA"
	# May be a tmpfs of root's, or lie on a read-only file system.
	chown postgres:postgres /var/run/postgresql || true
	export HOME=/var/lib/postgresql
	exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

first-start.sh
unset POSTGRES_PASSWORD
exec "$@"
