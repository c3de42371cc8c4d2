# MariaDB ADDRESS PORT, without a user
mkdir -p data
share=/usr/share/mysql
[ -d $share ] || share=$LAB_TOOLS$share
exec mariadbd --no-defaults --user=root --datadir="$PWD/data" --skip-grant-tables --bind-address="$1" --port="$2" --skip-name-resolve \
  --socket="$PWD/sock" --pid-file="$PWD/pid" --lc-messages-dir=$share --skip-innodb --default-storage-engine=Aria
