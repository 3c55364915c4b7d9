#!/bin/bash
# Makes a new database in $PGDATA, or does nothing where a whole one is. An interrupted run leaves no half database:
# everything happens in $PGDATA/.unfinished, which the next start throws away. When all is done it is renamed to
# $PGDATA/.finished and its content moved up, PG_VERSION last; the next start completes a move that was interrupted.
set -euo pipefail
shopt -s nullglob dotglob

final=$PGDATA
unfinished=$final/.unfinished
finished=$final/.finished

move_up() {
	for path in "$finished"/*; do
		[[ $path == */PG_VERSION ]] || mv -f "$path" "$final/"
	done
	sync
	mv -f "$finished/PG_VERSION" "$final/"
	rmdir "$finished"
}

# NAME or the content of the file that NAME_FILE points to; both at once are an error.
read_setting() {
	local name=$1 file_name=$1_FILE
	if [[ -n ${!name-} && -n ${!file_name-} ]]; then
		echo >&2 "Error: both $name and $file_name are set (but are exclusive)"
		exit 1
	fi
	if [[ -n ${!file_name-} ]]; then
		printf -v "$name" '%s' "$(<"${!file_name}")"
	fi
}

run_script() {
	case $1 in
	*.sh)
		echo "$0: running $1"
		if [[ -x $1 ]]; then "$1"; else . "$1"; fi
		;;
	*.sql)
		echo "$0: running $1"
		psql -v ON_ERROR_STOP=1 --no-psqlrc --no-password -f "$1"
		;;
	*) echo "$0: ignoring $1" ;;
	esac
}

[[ -d $finished ]] && move_up
[[ -s $final/PG_VERSION ]] && exit 0
rm -rf "$unfinished"

read_setting POSTGRES_USER
read_setting POSTGRES_PASSWORD
read_setting POSTGRES_DB
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
host_method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}

if [[ -z ${POSTGRES_PASSWORD-} && $host_method != trust ]]; then
	cat >&2 <<-'EOF'
		Error: Database is uninitialized and superuser password is not specified.
		       You must specify POSTGRES_PASSWORD to a non-empty value for the
		       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".
	EOF
	exit 1
fi
# lost+found is what a file system of its own brings; anything else is somebody's data.
for path in "$final"/*; do
	if [[ $path != */lost+found ]]; then
		echo >&2 "Error: $final is not empty and holds no whole database (found $path). Empty the volume or mount another."
		exit 1
	fi
done

export PGDATA=$unfinished PGUSER=$user PGDATABASE=postgres
initdb --username="$user" --pwfile=<(printf '%s\n' "${POSTGRES_PASSWORD-}") \
	--auth-local=trust --auth-host="$host_method" ${POSTGRES_INITDB_ARGS-}
printf '\nhost all all all %s\n' "$host_method" >>"$PGDATA/pg_hba.conf"

# The socket of the temporary server is a private one, so that no health check takes it for the real server.
export PGHOST=/var/run/postgresql/first-start
mkdir -p "$PGHOST"
trap 'pg_ctl -m immediate stop >/dev/null 2>&1 || true' EXIT
pg_ctl -o "-c listen_addresses='' -c unix_socket_directories='$PGHOST'" -w start

if [[ $database != postgres ]]; then
	psql -v ON_ERROR_STOP=1 --no-psqlrc --set name="$database" <<<'CREATE DATABASE :"name";'
fi
export PGDATABASE=$database POSTGRES_USER=$user POSTGRES_DB=$database
for script in /docker-entrypoint-initdb.d/*; do
	run_script "$script"
done

pg_ctl -m fast -w stop
trap - EXIT
rm -rf "$PGHOST"
sync
mv "$unfinished" "$finished"
move_up
echo "$0: the database is ready to start"
