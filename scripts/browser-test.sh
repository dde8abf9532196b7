#!/usr/bin/env bash
# The pages in a real browser: starts `xinheng demo` on a free port with a folder of its own, runs tests/browser
# against it, stops it. With BASE_URL set, that server is visited instead. SHOTS=FOLDER keeps a picture of every page.
#   find     prints the path of Chromium      install  npm ci, unless it was done for this very lock
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
browser=$root/tests/browser

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name"; then return; fi
  done
  return 1
}

install() {
  local done_for=$browser/node_modules/.installed-lock.json
  if cmp -s "$browser/package-lock.json" "$done_for"; then return; fi
  npm ci --prefix "$browser" --no-audit --no-fund --loglevel=error
  cp "$browser/package-lock.json" "$done_for"
}

case "${1:-run}" in
  find) find_chromium; exit ;;
  install) install; exit ;;
  run) ;;
  *) echo 'usage: browser-test.sh [find | install]' >&2; exit 2 ;;
esac

install
if [ -n "${SHOTS:-}" ]; then SHOTS=$(realpath -m "$SHOTS") && export SHOTS; fi
CHROMIUM=$(find_chromium) || { echo 'no Chromium found; run: scripts/need.sh browser' >&2; exit 5; }
export CHROMIUM

server=''
folder=$(mktemp -d)
# shellcheck disable=SC2317  # the trap calls it
finish() {
  local code=$?
  trap '' INT TERM HUP
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [ -z "${BASE_URL:-}" ]; then
  cd "$root"
  cargo build --package xinheng --locked
  port=$(node "$browser/free-port.mjs")
  BASE_URL=http://127.0.0.1:$port
  "${CARGO_TARGET_DIR:-$root/target}/debug/xinheng" demo --listen "127.0.0.1:$port" --data "$folder/data" \
    --subjects "${SUBJECTS:-300}" >"$folder/log" 2>&1 &
  server=$!
  if ! node "$browser/ready.mjs" "$BASE_URL/readyz" "$server"; then
    cat "$folder/log" >&2
    echo 'xinheng demo did not become ready' >&2
    exit 5
  fi
fi
export BASE_URL
cd "$browser"
node --test --test-reporter=spec specs/*.test.mjs
