# socat ADDRESS PORT: an agent of HAProxy's protocol as xinetd serves it, which says what the file says
echo 'up 50%' > answer
exec socat "TCP-LISTEN:$2,bind=$1,fork,reuseaddr" SYSTEM:'cat answer'
