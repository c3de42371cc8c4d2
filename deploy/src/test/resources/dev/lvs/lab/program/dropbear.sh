# Dropbear ADDRESS PORT: SSH
dropbearkey -t ed25519 -f key >/dev/null 2>&1
exec dropbear -F -E -r key -p "$1:$2"
