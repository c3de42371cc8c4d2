# dnsmasq ADDRESS PORT: www.example has the address 192.0.2.80
exec dnsmasq -k -C /dev/null -p "$2" --listen-address="$1" --bind-interfaces --user=root --no-resolv --no-hosts \
  --address=/www.example/192.0.2.80 --pid-file=
