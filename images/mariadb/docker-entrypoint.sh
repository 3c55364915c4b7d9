#!/bin/bash
# Makes the database on the first start, drops to user mysql and runs the server; other commands run as they are.
set -euo pipefail

[[ ${1-} == -* ]] && set -- mariadbd "$@"
[[ ${1-} == mysqld ]] && set -- mariadbd "${@:2}"
# What asks for help or a version needs no database either.
if [[ ${1-} != mariadbd || " $* " =~ \ (--help|-\?|--version|-V|--print-defaults)\  ]]; then
	exec "$@"
fi

data=/var/lib/mysql
if [[ $(id -u) == 0 ]]; then
	find "$data" ! -user mysql -exec chown mysql:mysql {} +
	# May be a tmpfs of root's, or lie on a read-only file system.
	chown mysql:mysql /run/mysqld || true
	export HOME=/home/mysql
	exec setpriv --reuid=mysql --regid=mysql --init-groups "$0" "$@"
fi

first-start.sh "$data"
unset MARIADB_ROOT_PASSWORD MYSQL_ROOT_PASSWORD MARIADB_PASSWORD MYSQL_PASSWORD
exec "$@"
