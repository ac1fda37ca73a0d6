#!/usr/bin/env bash
# Makes fresh Debian machines with what the README names and nothing else, and runs its two commands in each.
set -euo pipefail
shopt -s extglob

usage() {
  cat <<'TEXT'
As root: tests/fresh_machine.sh [-d bookworm|trixie] [-u user|root] [-c FOLDER]
  -d  only this Debian; otherwise 12 (bookworm) and 13 (trixie)
  -u  only as an ordinary user, or only as root; otherwise as both
  -c  keep the machines in this folder as they are before the clone, and start from what is kept there
ARGS="-k name" is handed to `make test` and `make e2e`. MIRROR=… names another Debian archive than the one apt uses here.
What is committed is tested. The settings of apt and pip, proxies and certificates are those of this machine.
TEXT
}

debians="bookworm trixie" users="user root" cache=""
while getopts d:u:c:h option; do
  case $option in
    d) debians=$OPTARG ;;
    u) users=$OPTARG ;;
    c) mkdir -p "$OPTARG" && cache=$(realpath "$OPTARG") ;;
    h) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
done
checkout=$(realpath "$(dirname "$0")/..")

# All the rest runs in namespaces of its own: when it ends, in whatever way, its mounts and processes are gone.
if [ -z "${FRESH_MACHINE_WORK:-}" ]; then
  [ "$(id -u)" = 0 ] || { echo "Only root can make machines: sudo $0" >&2; exit 2; }
  for tool in debootstrap git python3 unshare; do
    command -v $tool >/dev/null || { echo "No $tool: apt-get install debootstrap git python3 util-linux" >&2; exit 2; }
  done
  FRESH_MACHINE_WORK=$(mktemp -d "${TMPDIR:-/tmp}/fresh_machine.XXXXXX")
  export FRESH_MACHINE_WORK
  trap 'kill -KILL "${inside:-}" 2>/dev/null || true; wait; rm -rf --one-file-system "$FRESH_MACHINE_WORK"' EXIT
  trap 'exit 130' INT TERM HUP
  unshare --mount --pid --fork --kill-child --mount-proc "$0" "$@" &
  inside=$!
  wait "$inside" && exit 0 || exit $?
fi
work=$FRESH_MACHINE_WORK

# --- What is carried over from the machine that this runs on ---

carried_variables() {
  env | grep -E '^(PIP_[A-Z_]+|[A-Za-z]+_(proxy|PROXY)|SSL_CERT_(FILE|DIR)|(REQUESTS|CURL)_CA_BUNDLE)=' |
    grep -vE '^PIP_(CONFIG_FILE|CACHE_DIR|LOG)=' || true
}

apt_settings() {
  apt-config dump | grep -E '^Acquire::(https?|Retries|Check)' || true
}

apt_sources() { # Debian's own packages, for the Debian that is being made
  if [ -n "${MIRROR:-}" ]; then
    echo "deb $MIRROR $debian main"
  else
    apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
      "Created-By: Packages" "Origin: Debian" "Component: main" |
      sed "s/ $(. /etc/os-release && echo "$VERSION_CODENAME")/ $debian/" | sort -u
  fi
}

pip_settings() { # all of pip's configuration files in one
  python3 -m pip config list | python3 -c '
import ast, configparser, sys
config = configparser.RawConfigParser()
for line in sys.stdin:
    name, _, value = line.partition("=")
    section, _, option = name.partition(".")
    if section != ":env:" and option != "cache-dir":
        config.read_dict({section: {option: ast.literal_eval(value)}})
config.write(sys.stdout)'
}

bind_paths() { # text: files and folders of this machine that it names can be read in the other one as well
  local path
  # An index at file://… links to files beside it.
  grep -oE '/[^][ "'\'',;=:]+' <<<"$(sed -E 's#file:(/[^ ]*)/[^ /]+#\1#g' <<<"$1")" | sort -u | while read -r path; do
    path=/${path##+(/)}
    if [ -d "$path" ]; then
      mkdir -p "$machine$path"
    elif [ -f "$path" ]; then
      mkdir -p "$machine${path%/*}"
      [ -e "$machine$path" ] || touch "$machine$path"
    else
      continue
    fi
    mount --bind -o ro "$path" "$machine$path"
  done
}

# --- Steps ---

in_machine() { # user command
  local variables home=/home/$1
  [ "$1" != root ] || home=/root
  mapfile -t variables < <(carried_variables)
  chroot --userspec="$1:$1" "$machine" env -i "${variables[@]}" HOME="$home" USER="$1" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin sh -c "$2"
}

make_machine() {
  local sources mirror
  sources=$(apt_sources)
  mirror=$(awk -v suite="$debian" '$3 == suite { print $2; exit }' <<<"$sources")
  [ -n "$mirror" ] || { echo "apt knows no Debian archive: run apt-get update first, or set MIRROR=…"; return 1; }
  if [ -n "$cache" ] && [ -e "$cache/$debian.tar" ]; then
    mkdir "$machine"
    tar -C "$machine" -xf "$cache/$debian.tar"
  else
    eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
    ${http_proxy:+env http_proxy="$http_proxy"} debootstrap --variant=minbase "$debian" "$machine" "$mirror"
  fi
  cp -L /etc/resolv.conf /etc/hosts "$machine/etc/"
  echo "$sources" >"$machine/etc/apt/sources.list"
  apt_settings >"$machine/etc/apt/apt.conf.d/99here"
  mount -t proc proc "$machine/proc"
  mount --rbind /sys "$machine/sys"
  mount --rbind /dev "$machine/dev"
  mount -t tmpfs -o mode=1777 tmpfs "$machine/dev/shm"
  bind_paths "$(echo "$sources" && apt_settings)"
}

install_packages() { # by the README's own line
  local line
  line=$(git -C "$checkout" show HEAD:README.md | grep '^apt-get install ')
  in_machine root "export DEBIAN_FRONTEND=noninteractive && apt-get update && $line --yes && apt-get clean"
  if ! grep -q '^user:' "$machine/etc/passwd"; then
    in_machine root "useradd --create-home --shell /bin/sh user"
  fi
  if [ -n "$cache" ] && [ ! -e "$cache/$debian.tar" ]; then
    (umask 077 && tar -C "$machine" --one-file-system -cf "$cache/$debian.new" .)
    mv "$cache/$debian.new" "$cache/$debian.tar"
  fi
  pip_settings >"$machine/etc/pip.conf"
  bind_paths "$(carried_variables && pip_settings)"
}

clone() {
  git -C "$checkout" bundle create --quiet "$machine/tmp/pinpoint.bundle" HEAD
  chmod a+r "$machine/tmp/pinpoint.bundle"
  in_machine "$user" "cd && git clone --quiet /tmp/pinpoint.bundle pinpoint && git -C pinpoint log -1 --oneline"
}

answers() { # path
  in_machine "$user" "python3 -c 'from urllib.request import ProxyHandler, build_opener
build_opener(ProxyHandler({})).open(\"http://127.0.0.1:$port$1\", timeout=30)'"
}

make_run() {
  port=$(in_machine "$user" "python3 -c 'import socket
with socket.create_server((\"127.0.0.1\", 0)) as probe: print(probe.getsockname()[1])'")
  set -m
  in_machine "$user" "cd && cd pinpoint && PORT=$port exec make run" &
  site=$!
  set +m
  trap 'kill -KILL -- "-$site" 2>/dev/null || true' EXIT
  until answers / 2>/dev/null; do
    kill -0 "$site" || { echo "make run ended before the site answered."; return 1; }
    sleep 1
  done
  answers /admin/
  kill -TERM -- "-$site"
  while kill -0 -- "-$site" 2>/dev/null; do sleep 0.2; done
}

make_test() {
  in_machine "$user" "cd && cd pinpoint && make test ARGS='${ARGS:-}'"
}

make_e2e() {
  local packages
  packages=$(in_machine root "dpkg-query --show")
  in_machine "$user" "cd && cd pinpoint && make e2e ARGS='${ARGS:-}'"
  [ "$(in_machine root "dpkg-query --show")" = "$packages" ] || { echo "make e2e installed packages."; return 1; }
  ! grep -q "browser tests are skipped" "$log"
}

export work checkout cache
export -f carried_variables apt_settings apt_sources pip_settings bind_paths in_machine make_machine \
  install_packages clone answers make_run make_test make_e2e

step() { # seconds function description: one line; the end of what it printed only if it failed
  local start=$SECONDS result=PASS
  export log=$work/log
  timeout --kill-after=20 "$1" bash -euo pipefail -O extglob -c "$2" >"$log" 2>&1 </dev/null || result=FAIL
  printf '%s  %4d s  %-8s  %-4s  %s  %s\n' $result $((SECONDS - start)) "$debian" "$user" "$3" \
    "$(grep -E '[0-9]+ (passed|failed).* in [0-9.]+s' "$log" | tail -n 1)"
  [ $result = PASS ] || { tail -n 60 "$log" | sed 's/^/      | /' && failed=1 && return 1; }
}

failed=0
for debian in $debians; do
  export debian machine=$work/$debian user=-
  step 900 make_machine "debootstrap, or as kept" || continue
  step 900 install_packages "the packages that the README names" || continue
  for user in $users; do
    step 120 clone "git clone into an empty folder" &&
      step 900 make_run "make run: home page and admin answer, then it ends" &&
      step 2400 make_test "make test${ARGS:+ ARGS='$ARGS'}" &&
      step 2400 make_e2e "make e2e${ARGS:+ ARGS='$ARGS'}" || true
  done
done
exit $failed
