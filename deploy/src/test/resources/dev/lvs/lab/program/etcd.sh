# etcd ADDRESS PORT: the health service of gRPC
exec etcd --data-dir data --listen-client-urls "http://$1:$2" --advertise-client-urls "http://$1:$2" \
  --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
  --initial-cluster default=http://127.0.0.1:2380
