# shellcheck shell=bash disable=SC2034
# What the scripts share: the packages that netdumplings needs, and functions that install and build. It is sourced, not
# run.

ND_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Debian 12's packages, by what needs them.
ND_PACKAGES_BUILD="g++ cmake ninja-build ccache pkg-config libpcap-dev libboost1.81-dev nlohmann-json3-dev libcli11-dev
  libspdlog-dev libssl-dev libsimdjson-dev zlib1g-dev libzstd-dev liblz4-dev liblzma-dev libbz2-dev
  libcap-dev libncurses-dev"
ND_PACKAGES_TEST="$ND_PACKAGES_BUILD make libgtest-dev libgmock-dev libbenchmark-dev clang python3 python3-websockets
  python3-scapy iproute2 libcap2-bin openssl nodejs node-ws groff-base systemd tmux zstd lz4
  xz-utils bzip2 nginx-light haproxy tshark libndpi-bin argus-server argus-client"
# For the live page, and for its tests in a browser.
ND_PACKAGES_PAGE="nodejs npm"
ND_PACKAGES_BROWSER="chromium chromium-driver"
ND_PACKAGES_DEVELOP="$ND_PACKAGES_TEST clang-format clang-tidy libclang-rt-14-dev"
ND_PACKAGES_FUZZ="$ND_PACKAGES_BUILD libgtest-dev libgmock-dev libbenchmark-dev clang libclang-rt-14-dev python3"
ND_PACKAGES_CAPTURES="python3 python3-scapy iproute2 tcpdump tshark dnsmasq-base bind9-dnsutils curl openssl
  iputils-ping iputils-arping isc-dhcp-client ngtcp2-client"

# scripts/tidy checks what changed since the last tag, or, while there is none, since this commit. Older sources are
# checked by scripts/tidy --all, which scripts/nightly runs.
ND_TIDY_BASE=5608c841c70540137706d3dc9a908325da7b92c0

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }

# need_packages PURPOSE PACKAGE...: installs those that aren't there, as root or through sudo.
need_packages() {
  local purpose=$1 package missing=() as_root=() log
  shift
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "$purpose needs these packages, and there is no apt-get to fetch them: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "$purpose needs packages; as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing what $purpose needs: ${missing[*]}"
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update -q && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -q --no-install-recommends "${missing[@]}"; } </dev/null >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    die "the packages could not be installed; what apt-get said last is above"
  fi
  rm -f "$log"
}

# as_owner COMMAND...: runs it as the owner of this clone, so that root or sudo leaves no files that the owner can't
# remove.
as_owner() {
  local owner home
  owner=$(stat -c %u "$ND_ROOT")
  home=$(getent passwd "$owner" | cut -d: -f6)
  if [ "$(id -u)" -ne 0 ] || [ "$owner" -eq 0 ] || [ -z "$home" ]; then
    "$@"
  else
    setpriv --reuid "$owner" --regid "$(stat -c %g "$ND_ROOT")" --init-groups env HOME="$home" "$@"
  fi
}

# give_to_owner FOLDER: makes the clone's owner the owner of what root made in it.
give_to_owner() {
  [ "$(id -u)" -ne 0 ] || chown -R --reference="$ND_ROOT" "$ND_ROOT/$1"
}

# quietly COMMAND...: shows its output on a terminal; elsewhere, only if it fails.
quietly() {
  local log status=0
  if [ -t 1 ]; then "$@"; return; fi
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  [ $status -eq 0 ] || cat "$log" >&2
  rm -f "$log"
  return $status
}

# configure PRESET [CMAKE OPTION...]
configure() {
  local preset=$1
  shift
  cd "$ND_ROOT"
  quietly as_owner cmake --preset "$preset" --log-level=WARNING "$@" || die "cmake could not configure the preset '$preset'"
}

# build PRESET [TARGET...]
build() {
  local preset=$1 targets=() quiet=()
  shift
  [ $# -eq 0 ] || targets=(--target "$@")
  [ -t 1 ] || quiet=(-- --quiet)
  cd "$ND_ROOT"
  as_owner cmake --build --preset "$preset" "${targets[@]}" "${quiet[@]}" || die "the build of the preset '$preset' failed"
}
