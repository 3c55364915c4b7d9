#!/bin/sh
# Starts redis-server as user redis, open to the container's networks; any other command is run as it is.
set -eu

case "${1-}" in
-* | *.conf) set -- redis-server "$@" ;;
esac

case "${2-}" in
-v | --version | -h | --help) exec "$@" ;;
esac

if [ "${1-}" = redis-server ]; then
	umask 0077
	shift
	# Debian compiles the protected mode in, upstream does not. A setting in the arguments or in a file stays.
	case "${1-}" in
	*.conf)
		file=$1
		shift
		if grep -qi '^[[:space:]]*protected-mode' "$file"; then
			set -- redis-server "$file" "$@"
		else
			set -- redis-server "$file" --protected-mode no "$@"
		fi
		;;
	*) set -- redis-server --protected-mode no "$@" ;;
	esac

	if [ "$(id -u)" = 0 ]; then
		if find . ! -user redis -exec chown redis:redis {} + && setpriv --reuid=redis --regid=redis --init-groups true; then
			exec setpriv --reuid=redis --regid=redis --init-groups "$@"
		fi
		echo "$0: this container may not change owners or users, so redis-server stays root" >&2
	fi
fi

exec "$@"
