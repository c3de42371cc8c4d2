# Exim ADDRESS PORT: SMTP; its user is looked up by name, which machines without the package do not know
chmod 755 .
mkdir -p spool && chown 8:8 spool
cat > exim.conf <<END
exim_user = 8
exim_group = 8
spool_directory = $PWD/spool
log_file_path = $PWD/spool/log-%s
pid_file_path = $PWD/spool/pid
primary_hostname = mail.example
local_interfaces = $1
daemon_smtp_ports = $2
tls_advertise_hosts =
host_lookup =
rfc1413_query_timeout = 0s
acl_smtp_rcpt = deny
begin acl
deny:
  deny
END
{ cat /etc/passwd; echo 'Debian-exim:x:8:8::/:/bin/false'; } > passwd
{ cat /etc/group; echo 'Debian-exim:x:8:'; } > group
mount --bind passwd /etc/passwd
mount --bind group /etc/group
exec exim4 -bdf -C "$PWD/exim.conf"
