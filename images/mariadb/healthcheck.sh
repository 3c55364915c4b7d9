#!/bin/bash
# Ends with 0 where every test that is named succeeds: --connect, --innodb_initialized. As user mysql, or as root.
set -euo pipefail

ask() {
	mariadb --defaults-extra-file=/var/lib/mysql/.my-healthcheck.cnf --host=127.0.0.1 --protocol=tcp \
		--connect-timeout=4 --skip-column-names --batch --execute="$1"
}

for test in "$@"; do
	case $test in
	--connect) answer=$(ask 'SELECT 1') ;;
	--innodb_initialized)
		answer=$(ask "SELECT 1 FROM information_schema.ENGINES WHERE engine = 'InnoDB' AND support IN ('YES', 'DEFAULT')")
		;;
	*)
		echo >&2 "healthcheck.sh: there is no test $test here"
		exit 2
		;;
	esac
	[[ $answer == 1 ]] || exit 1
done
