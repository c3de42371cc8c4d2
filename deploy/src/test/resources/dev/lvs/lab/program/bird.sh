# bird CONF: BIRD with a configuration, which logs here
sed 's/^log .*/log stderr all;/' "$1" > bird.conf
exec bird -f -c bird.conf -s "$PWD/bird.ctl" -P "$PWD/bird.pid"
