#!/bin/sh
# lvs-keepalived [OPTION...]     runs keepalived, with these options besides, by the configuration that lvs-node-agent
# writes beside this file, and has it read that again when it changes. Ends keepalived where there is none. One that
# ends by itself is started again at once: the next start removes the addresses that it left on an interface.
conf=${0%/*}/keepalived.conf
own=$(mktemp -d) || exit 1
keepalived= follower=
finish() {
  trap '' TERM INT HUP
  # so that it says it leaves before this ends
  [ -z "$follower" ] || kill "$follower" 2>/dev/null
  [ -z "$keepalived" ] || { kill "$keepalived" 2>/dev/null && wait "$keepalived"; }
  rm -rf "$own"
  exit 0
}
trap finish TERM INT HUP

# follow PID     tells keepalived of changes
follow() {
  while sleep 1; do
    now=$(cat "$conf" 2>/dev/null)
    [ "$now" != "$was" ] || continue
    was=$now
    if [ -n "$now" ]; then kill -HUP "$1"; else kill "$1"; fi
  done
}

while :; do
  until [ -s "$conf" ]; do
    sleep 1 &
    wait $!
  done
  was=$(cat "$conf")
  keepalived --vrrp --dont-fork --log-console --log-detail --use-file "$conf" \
    --pid "$own/keepalived.pid" --vrrp_pid "$own/vrrp.pid" "$@" &
  keepalived=$!
  follow "$keepalived" &
  follower=$!
  wait "$keepalived"
  code=$?
  kill "$follower" 2>/dev/null
  keepalived= follower=
  [ ! -s "$conf" ] || echo "lvs-keepalived: keepalived ended with code $code; starting it again" >&2
  sleep 1 &
  wait $!
done
