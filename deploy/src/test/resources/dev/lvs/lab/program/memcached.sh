# memcached ADDRESS PORT
exec memcached -u root -l "$1" -p "$2" -U 0
