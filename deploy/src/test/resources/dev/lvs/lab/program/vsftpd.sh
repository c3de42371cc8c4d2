# vsftpd ADDRESS PORT
mkdir -p empty
cat > conf <<END
listen=YES
listen_address=$1
listen_port=$2
background=NO
anonymous_enable=YES
ftp_username=nobody
nopriv_user=nobody
anon_root=$PWD/empty
secure_chroot_dir=$PWD/empty
run_as_launching_user=YES
seccomp_sandbox=NO
isolate=NO
isolate_network=NO
END
exec vsftpd "$PWD/conf"
