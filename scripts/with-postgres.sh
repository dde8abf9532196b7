#!/usr/bin/env bash
# with-postgres.sh [--durable] [--socket] COMMAND…: runs the command with XINHENG_TEST_PG set to a private PostgreSQL,
# which ends with it: by the trap, or, should this script be killed outright, by the kernel's parent-death signal.
# With --socket the address is its socket file, else 127.0.0.1.
# A XINHENG_TEST_PG that is already set is used as it is.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

durable=()
if [ "${1:-}" = --durable ]; then durable=(--durable); shift; fi
address=url
if [ "${1:-}" = --socket ]; then address=socket-url; shift; fi
[ $# -gt 0 ] || { echo 'with-postgres: COMMAND is missing' >&2; exit 2; }
if [ -n "${XINHENG_TEST_PG:-}" ]; then exec "$@"; fi

folder=$(mktemp -d)
server=''
# shellcheck disable=SC2317  # the trap calls it
finish() {
  local code=$?
  trap '' INT TERM HUP
  if [ -n "$server" ]; then
    kill -INT "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

"$here/postgres.sh" serve "$folder" "${durable[@]}" &
server=$!
"$here/postgres.sh" await "$folder" "$server"
XINHENG_TEST_PG=$(cat "$folder/$address")
export XINHENG_TEST_PG
"$@"
