#!/usr/bin/env bash
# with-mysql.sh COMMAND…: runs the command with XINHENG_TEST_MYSQL set to a private MariaDB, which ends with it: by the
# trap, or, should this script be killed outright, by the kernel's parent-death signal.
# A XINHENG_TEST_MYSQL that is already set is used as it is.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

[ $# -gt 0 ] || { echo 'with-mysql: COMMAND is missing' >&2; exit 2; }
if [ -n "${XINHENG_TEST_MYSQL:-}" ]; then exec "$@"; fi

folder=$(mktemp -d)
chmod 755 "$folder"
server=''
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

"$here/mysql.sh" serve "$folder" &
server=$!
"$here/mysql.sh" await "$folder" "$server"
XINHENG_TEST_MYSQL=$(cat "$folder/url")
export XINHENG_TEST_MYSQL
"$@"
