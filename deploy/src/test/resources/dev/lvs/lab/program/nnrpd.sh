# nnrpd ADDRESS PORT: INN's server for newsreaders
mkdir -p db run spool logs tmp etc ov
cat > inn.conf <<END
mta: "/bin/true %s"
pathhost: news.example
domain: example
organization: example
hismethod: hisv6
enableoverview: true
ovmethod: tradindexed
pathnews: $LAB_TOOLS/usr/lib/news
pathbin: $LAB_TOOLS/usr/lib/news/bin
pathdb: $PWD/db
pathetc: $PWD/etc
pathrun: $PWD/run
pathlog: $PWD/logs
pathtmp: $PWD/tmp
pathspool: $PWD/spool
pathoverview: $PWD/ov
runasuser: root
runasgroup: root
END
printf 'auth "all" { hosts: "*" default: "<any>" }\naccess "all" { users: "*" newsgroups: "*" access: R }\n' > etc/readers.conf
printf 'method tradspool {\n newsgroups: *\n class: 0\n}\n' > etc/storage.conf
: > db/active; : > db/newsgroups; : > db/history; : > etc/nnrpd.track; : > ov/group.index
# it wants the names of both ends, and there is no name server to ask
printf '192.0.2.1 director.example\n%s news.example\n' "$1" > hosts
mount --bind hosts /etc/hosts
export INNCONF=$PWD/inn.conf LD_LIBRARY_PATH=$LD_LIBRARY_PATH:$LAB_TOOLS/usr/lib/news
nnrpd=/usr/lib/news/bin/nnrpd
[ -x $nnrpd ] || nnrpd=$LAB_TOOLS$nnrpd
exec $nnrpd -D -f -b "$1" -p "$2" -c readers.conf
