#!/bin/bash
# Makes a new database in the directory that is named, or does nothing where a whole one is. An interrupted run leaves no
# half database: everything happens in .unfinished, which the next start throws away. When all is done it is renamed to
# .finished and its content moved up, the folder mysql last; the next start completes a move that was interrupted.
set -euo pipefail
shopt -s nullglob dotglob

final=$1
unfinished=$final/.unfinished
finished=$final/.finished

move_up() {
	for path in "$finished"/*; do
		[[ $path == */mysql ]] || mv -f "$path" "$final/"
	done
	sync
	mv "$finished/mysql" "$final/"
	rmdir "$finished"
}

# MARIADB_NAME or MYSQL_NAME, or the content of the file that one of them with _FILE points to; two at once are an error.
read_setting() {
	local name found=()
	for name in "MARIADB_$1" "MYSQL_$1"; do
		local file_name=${name}_FILE
		[[ -z ${!name-} ]] || found+=("${!name}")
		[[ -z ${!file_name-} ]] || found+=("$(<"${!file_name}")")
	done
	if ((${#found[@]} > 1)); then
		echo >&2 "Error: more than one of MARIADB_$1, MYSQL_$1 and their _FILE is set (but are exclusive)"
		exit 1
	fi
	printf -v "$1" '%s' "${found[0]-}"
}

# A text of SQL, in quotes.
text() {
	local escaped=${1//\\/\\\\}
	printf "'%s'" "${escaped//\'/\'\'}"
}

run_script() {
	case $1 in
	*.sh)
		echo "$0: running $1"
		if [[ -x $1 ]]; then "$1"; else . "$1"; fi
		;;
	*.sql)
		echo "$0: running $1"
		ask --database="$DATABASE" <"$1"
		;;
	*) echo "$0: ignoring $1" ;;
	esac
}

[[ -d $finished ]] && move_up
[[ -d $final/mysql ]] && exit 0
rm -rf "$unfinished"

read_setting ROOT_PASSWORD
read_setting RANDOM_ROOT_PASSWORD
read_setting ALLOW_EMPTY_ROOT_PASSWORD
read_setting DATABASE
read_setting USER
read_setting PASSWORD

if [[ -z $ROOT_PASSWORD && -z $RANDOM_ROOT_PASSWORD && -z $ALLOW_EMPTY_ROOT_PASSWORD ]]; then
	cat >&2 <<-'EOF'
		Error: Database is uninitialized and password option is not specified.
		       You need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and
		       MARIADB_RANDOM_ROOT_PASSWORD
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
[[ -z $RANDOM_ROOT_PASSWORD ]] || ROOT_PASSWORD=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')

mkdir "$unfinished"
mariadb-install-db --datadir="$unfinished" --auth-root-authentication-method=normal --skip-test-db >/dev/null

# The socket of the temporary server is a private one and it has no port, so that no health check takes it for the real server.
socket=/run/mysqld/first-start.sock
ask() { mariadb --socket="$socket" --user=root "$@"; }
mariadbd --datadir="$unfinished" --socket="$socket" --skip-networking --pid-file="$unfinished/first-start.pid" &
server=$!
trap 'kill -KILL "$server" 2>/dev/null || true' EXIT
until ask --execute='SELECT 1' >/dev/null 2>&1; do
	kill -0 "$server" || exit 1
	sleep 0.2
done

health_password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
install -m 0600 /dev/stdin "$unfinished/.my-healthcheck.cnf" <<-EOF
	[mariadb-client]
	user=healthcheck
	password=$health_password
EOF
{
	for host in 127.0.0.1 ::1 localhost; do
		echo "CREATE USER 'healthcheck'@'$host' IDENTIFIED BY '$health_password';"
	done
	[[ -z $DATABASE ]] || echo "CREATE DATABASE IF NOT EXISTS \`${DATABASE//\`/\`\`}\`;"
	if [[ -n $USER && -n $PASSWORD ]]; then
		echo "CREATE USER $(text "$USER")@'%' IDENTIFIED BY $(text "$PASSWORD");"
		# in a grant `_` and `%` stand for other characters
		name=${DATABASE//\`/\`\`} && name=${name//_/\\_} && name=${name//%/\\%}
		[[ -z $DATABASE ]] || echo "GRANT ALL ON \`$name\`.* TO $(text "$USER")@'%';"
	fi
} | ask

for script in /docker-entrypoint-initdb.d/*; do
	run_script "$script"
done
ask <<-EOF
	CREATE USER 'root'@'%' IDENTIFIED BY $(text "$ROOT_PASSWORD");
	GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;
	ALTER USER 'root'@'localhost' IDENTIFIED BY $(text "$ROOT_PASSWORD");
EOF

kill -TERM "$server"
wait "$server"
trap - EXIT
sync
mv "$unfinished" "$finished"
move_up
echo "$0: the database is ready to start"
