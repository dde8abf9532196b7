#!/usr/bin/env bash
# Runs the checks of one target, all of them even when one fails. The last line is `N passed, N failed`.
#   full | fast | lint | accept FOLDER
# A step that has a test runner counts its tests, any other counts one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."

passed=0 failed=0 slow=()
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# step NAME COMMAND…
step() {
  local name=$1 code=0 began=$SECONDS good bad
  shift
  printf '\n== %s\n' "$name"
  "$@" 2>&1 | tee "$log" || code=$?
  good=$(count 'passed|pass')
  bad=$(count 'failed|fail')
  if [ "$code" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
  if [ "$code" = 0 ] && [ $((good + bad)) = 0 ]; then good=1; fi
  passed=$((passed + good)) failed=$((failed + bad))
  slow+=("$(printf '%6d s  %s: %d passed, %d failed' $((SECONDS - began)) "$name" "$good" "$bad")")
}

# Adds up cargo's `test result: ok. 3 passed; 0 failed; …` and node's `ℹ pass 3`.
count() {
  awk -v word="^($1)[;]?\$" '
    /^test result: / { for (i = 2; i <= NF; i++) if ($i ~ word) sum += $(i - 1) }
    /^(ℹ|#) (pass|fail) [0-9]+$/ { if ($2 ~ word) sum += $3 }
    END { print sum + 0 }' "$log"
}

clippy() { step clippy cargo clippy --workspace --all-targets --locked -- --deny warnings; }
tidy() { step tidy cargo xtask tidy; }
# The law is complete: citations, gaps, scenarios. The same reading as an adoption does.
law() { step 'policy lint' cargo run --quiet --package xinheng --locked -- policy lint policy; }
# licences LEVEL: duplicates are only warnings; `make lint` shows them.
licences() {
  step 'cargo deny' "$here/cargo-deny.sh" --log-level "$1" check --hide-inclusion-graph bans licenses sources
}
shells() {
  if command -v shellcheck >/dev/null 2>&1; then step shellcheck shellcheck "$here"/*.sh .ci/run; fi
}

case "${1:-}" in
  full)
    "$here/need.sh" build postgres mysql browser deny
    step 'npm ci' "$here/browser-test.sh" install
    clippy
    step 'cargo test' "$here/with-mysql.sh" "$here/with-postgres.sh" cargo test --workspace --locked --no-fail-fast
    tidy
    law
    licences error
    shells
    step browser "$here/browser-test.sh"
    ;;
  fast)
    "$here/need.sh" build
    step 'cargo test' cargo test --workspace --locked --no-fail-fast -- --skip ::postgres --skip ::mysql
    ;;
  lint)
    "$here/need.sh" build deny
    clippy
    tidy
    law
    licences warn
    shells
    ;;
  accept)
    [ -d "${2:-}" ] || { echo 'usage: make accept DATA=FOLDER' >&2; exit 2; }
    "$here/need.sh" build
    XINHENG_DATA=$(cd "$2" && pwd)
    export XINHENG_DATA
    step 'cargo build' cargo build --package xinheng --locked
    step accept cargo test --package xh-stories --test accept --locked --no-fail-fast -- --nocapture
    ;;
  *)
    echo 'usage: test.sh full | fast | lint | accept FOLDER' >&2
    exit 2
    ;;
esac

printf '\n%s\n' "${slow[@]}"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
