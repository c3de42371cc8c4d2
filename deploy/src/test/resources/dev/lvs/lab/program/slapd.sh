# slapd ADDRESS PORT: OpenLDAP with an empty directory
mkdir -p data
schema=/etc/ldap/schema modules=/usr/lib/ldap
[ -d $modules ] || { schema=$LAB_TOOLS$schema modules=$LAB_TOOLS$modules; }
cat > slapd.conf <<END
include $schema/core.schema
modulepath $modules
moduleload back_mdb
database mdb
maxsize 1048576
suffix dc=example
directory $PWD/data
END
exec slapd -d 0 -f "$PWD/slapd.conf" -h "ldap://$1:$2"
