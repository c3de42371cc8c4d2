#!/bin/sh
# ready GROUP     succeeds while lvs-node-agent says that this director may have the VIPs of the DirectorGroup.
#
# Beside this file, GROUP.ready has the time until which that holds. It counts in seconds since the boot, so that no
# step of a clock makes another verdict; one of an earlier boot, or far ahead, says nothing.
here=${0%/*}
read -r up _ </proc/uptime && up=${up%%.*} || exit 1
# by this the agent knows that keepalived asks
echo "$up" >"$here/$1.asked"
read -r end boot 2>/dev/null <"$here/$1.ready" || exit 1
read -r this </proc/sys/kernel/random/boot_id
[ "$boot" = "$this" ] && [ "$up" -le "$end" ] && [ "$end" -le $((up + 60)) ]
