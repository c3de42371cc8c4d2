# bird-router: a router between clients and directors, with BFD and routes by all directors at once (ECMP)
echo 1 > /proc/sys/net/ipv4/fib_multipath_hash_policy
echo 1 > /proc/sys/net/ipv6/fib_multipath_hash_policy
cat > bird.conf <<END
router id 10.1.210.1;
log stderr all;
protocol device {}
protocol bfd { interface "*" { min rx interval 300 ms; min tx interval 300 ms; multiplier 3; }; }
protocol kernel { ipv4 { export all; import none; }; merge paths yes limit 8; }
protocol kernel { ipv6 { export all; import none; }; merge paths yes limit 8; }
template bgp director { local as 65001; bfd on; connect delay time 1; connect retry time 1; error wait time 1, 2; }
protocol bgp a from director { neighbor 10.1.210.50 as 65010; ipv4 { import all; export none; }; }
protocol bgp b from director { neighbor 10.1.210.51 as 65010; ipv4 { import all; export none; }; }
protocol bgp a6 from director { neighbor 2001:db8:210::50 as 65010; ipv6 { import all; export none; }; }
protocol bgp b6 from director { neighbor 2001:db8:210::51 as 65010; ipv6 { import all; export none; }; }
END
exec bird -f -c bird.conf -s "$PWD/bird.ctl" -P "$PWD/bird.pid"
