#!/bin/sh
# When nginx is started: first the files of /docker-entrypoint.d in order, *.envsh read in, executable *.sh run.
set -eu

case "${1-}" in
nginx | nginx-debug)
	for file in /docker-entrypoint.d/*; do
		case "$file" in
		*.envsh | *.sh)
			if [ ! -x "$file" ]; then
				echo "$0: ignoring $file, it is not executable" >&2
				continue
			fi
			echo "$0: running $file" >&2
			case "$file" in *.envsh) . "$file" ;; *) "$file" ;; esac
			;;
		esac
	done
	;;
esac

exec "$@"
