# GNU Mailutils' imap4d ADDRESS PORT
cat > conf <<END
mode daemon;
foreground yes;
pidfile $PWD/pid;
logging { syslog no; };
server $1:$2 { };
END
exec imap4d --no-site-config --config-file="$PWD/conf"
