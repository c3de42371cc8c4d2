# PostgreSQL ADDRESS PORT; it does not run as root
for postgres in /usr/lib/postgresql/*/bin/postgres "$LAB_TOOLS"/usr/lib/postgresql/*/bin/postgres; do
  [ ! -x "$postgres" ] || bin=${postgres%/*}
done
chmod 755 .
mkdir data && chown 65534:65534 data
as="setpriv --reuid=65534 --regid=65534 --clear-groups"
$as "$bin/initdb" -D "$PWD/data" -U postgres --no-sync >/dev/null
exec $as "$bin/postgres" -D "$PWD/data" -h "$1" -p "$2" -k "$PWD/data" -F
