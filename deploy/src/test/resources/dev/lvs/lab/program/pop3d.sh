# GNU Mailutils' pop3d ADDRESS PORT
cat > conf <<END
mode daemon;
foreground yes;
pidfile $PWD/pid;
logging { syslog no; };
server $1:$2 { };
END
exec pop3d --no-site-config --config-file="$PWD/conf"
