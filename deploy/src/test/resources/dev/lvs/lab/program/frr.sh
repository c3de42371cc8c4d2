# frr CONF ROUTER-ID: zebra, bfdd and bgpd with a configuration; this machine's mounts are its own
frr=/usr/lib/frr
[ -d $frr ] || frr=$LAB_TOOLS$frr
export LD_LIBRARY_PATH="$LD_LIBRARY_PATH:$(dirname $frr)/$(uname -m)-linux-gnu/frr"
{ grep -v ^frrvty: /etc/group; echo frrvty:x:64001:root; } > group
mount --bind group /etc/group
sed "s/bgp router-id .*/bgp router-id $2/" "$1" > frr.conf
chmod 644 frr.conf
own="-u root -g root -z $PWD/zserv --vty_socket $PWD -f $PWD/frr.conf --log stdout"
$frr/zebra $own -i "$PWD/zebra.pid" &
sleep 1
$frr/bfdd $own -i "$PWD/bfdd.pid" --bfdctl "$PWD/bfdd.sock" &
exec $frr/bgpd $own -i "$PWD/bgpd.pid"
