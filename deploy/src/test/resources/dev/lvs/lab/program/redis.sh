# Redis ADDRESS PORT
exec redis-server --bind "$1" --port "$2" --dir . --save '' --protected-mode no
