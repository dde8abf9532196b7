#!/usr/bin/env bash
# A private MariaDB in a folder of its own, on a free port of loopback, with a password made for the occasion.
#   find                              prints the server program
#   serve FOLDER, await FOLDER PID    runs one in the foreground, ending with its caller (with-mysql.sh)
# Nothing is synced to disk: for tests. Never looks at, or touches, any other server.
set -euo pipefail

say() { printf 'mysql: %s\n' "$*" >&2; }
fail() { say "$*"; exit 5; }

find_program() {
  local program
  for program in mariadbd /usr/sbin/mariadbd /usr/libexec/mariadbd; do
    if command -v "$program" >/dev/null 2>&1; then command -v "$program"; return; fi
  done
  return 1
}

# Below the range that the kernel gives to outgoing connections, and nobody listens there.
free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then printf '%s\n' "$port"; return; fi
  done
  fail 'no free port found on 127.0.0.1'
}

# Only root must name the user that the server runs as; mysql comes with the package.
as_whom() {
  if [ "$(id -u)" != 0 ]; then return; fi
  if id -u mysql >/dev/null 2>&1; then printf -- '--user=mysql\n'; else printf -- '--user=nobody\n'; fi
}

# Writes FOLDER/url beside a new server in FOLDER/data.
make_server() {
  local folder=$1 password user
  find_program >"$folder/program" || fail 'no MariaDB server found; run: scripts/need.sh mysql'
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  user=$(as_whom)
  free_port >"$folder/port"
  mkdir "$folder/data" "$folder/tmp"
  if [ -n "$user" ]; then chown -R "${user#--user=}" "$folder"; fi
  mariadb-install-db --no-defaults ${user:+"$user"} --datadir="$folder/data" --skip-test-db \
    --auth-root-authentication-method=normal >"$folder/install.log" 2>&1 ||
    { cat "$folder/install.log" >&2; fail "mariadb-install-db failed in $folder"; }
  # The server reads one statement a line.
  {
    printf "create user xinheng@'127.0.0.1' identified by '%s';\n" "$password"
    printf "grant all on *.* to xinheng@'127.0.0.1' with grant option;\n"
  } >"$folder/init.sql"
  printf 'mysql://xinheng:%s@127.0.0.1:%s/mysql\n' "$password" "$(cat "$folder/port")" >"$folder/url"
}

# Ready when the server itself says so in its log; dead when the process has gone.
await() {
  local folder=$1 pid=$2
  for _ in $(seq 600); do
    if grep -q 'ready for connections' "$folder/log" 2>/dev/null; then return; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$folder/log" >&2 2>/dev/null || true
  fail 'the server did not start'
}

case "${1:-}" in
  find) find_program ;;
  serve)
    make_server "$2"
    cd "$2"
    user=$(as_whom)
    exec setpriv --pdeathsig TERM "$(cat program)" --no-defaults ${user:+"$user"} --datadir="$2/data" \
      --tmpdir="$2/tmp" --socket="$2/socket" --pid-file="$2/pid" --bind-address=127.0.0.1 --port="$(cat port)" \
      --skip-name-resolve --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=64M \
      --character-set-server=utf8mb4 --skip-log-bin --init-file="$2/init.sql" >log 2>&1 </dev/null
    ;;
  await) await "$2" "$3" ;;
  *) fail 'find | serve FOLDER | await FOLDER PID' ;;
esac
