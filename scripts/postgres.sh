#!/usr/bin/env bash
# A private PostgreSQL 14-17 in a folder of its own, on a free port of loopback, with a password made for the occasion.
#   find               prints the folder of the server programs
#   start [--durable]  starts one, prints its folder and its URL on one line each
#   stop FOLDER        stops it by its own pid and removes the folder
#   serve FOLDER [--durable], await FOLDER PID  the same in the foreground, ending with its caller (with-postgres.sh)
# Without --durable nothing is synced to disk: for tests. Never looks at, or touches, any other server.
set -euo pipefail

say() { printf 'postgres: %s\n' "$*" >&2; }
fail() { say "$*"; exit 5; }

find_programs() {
  local folder major best='' best_major=0
  local -a places=(/usr/local/bin /usr/lib/postgresql/*/bin)
  if command -v postgres >/dev/null 2>&1; then places+=("$(dirname "$(command -v postgres)")"); fi
  for folder in "${places[@]}"; do
    if [ ! -x "$folder/postgres" ] || [ ! -x "$folder/initdb" ]; then continue; fi
    major=$("$folder/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
    if [ "$major" -ge 14 ] && [ "$major" -le 17 ] && [ "$major" -gt "$best_major" ]; then
      best=$folder best_major=$major
    fi
  done
  [ -n "$best" ] || return 1
  printf '%s\n' "$best"
}

# PostgreSQL refuses to run as root. Its packaged user, or one of ours that nobody can log in to, takes over.
server_user() {
  local name
  if [ "$(id -u)" != 0 ]; then id -un; return; fi
  for name in postgres xinheng-test; do
    if id -u "$name" >/dev/null 2>&1; then printf '%s\n' "$name"; return; fi
  done
  if command -v useradd >/dev/null 2>&1; then
    useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin xinheng-test
    printf 'xinheng-test\n'
  else
    printf 'nobody\n'
  fi
}

# Runs a program as the server's user; exec keeps the pid, so that a signal to it reaches the server itself.
as_user() {
  local user=$1; shift
  if [ "$(id -un)" = "$user" ]; then exec "$@"; fi
  exec setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups "$@"
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

# Writes FOLDER/url and FOLDER/socket-url beside a new cluster in FOLDER/data.
make_cluster() {
  local folder=$1 durable=$2 programs user password port
  programs=$(find_programs) || fail 'no PostgreSQL 14-17 server found; run: scripts/need.sh postgres'
  user=$(server_user)
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  port=$(free_port)
  printf '%s\n' "$password" >"$folder/password"
  printf '%s\n' "$user" >"$folder/user"
  printf '%s/postgres\n' "$programs" >"$folder/program"
  if [ "$(id -u)" = 0 ]; then chown -R "$user" "$folder"; fi
  (cd "$folder" && as_user "$user" "$programs/initdb" --pgdata data --username xinheng --pwfile password \
    --auth scram-sha-256 --encoding UTF8 --locale C --no-sync) >"$folder/initdb.log" 2>&1 ||
    { cat "$folder/initdb.log" >&2; fail "initdb failed in $folder as $user"; }
  rm "$folder/password"
  settings "$port" "$durable" "$folder" >>"$folder/data/postgresql.conf"
  printf 'postgres://xinheng:%s@127.0.0.1:%s/postgres\n' "$password" "$port" >"$folder/url"
  printf 'postgres://xinheng:%s@localhost:%s/postgres?host=%s\n' "$password" "$port" "$folder" >"$folder/socket-url"
}

settings() {
  cat <<TXT
listen_addresses = '127.0.0.1'
port = $1
unix_socket_directories = '$3'
max_connections = 200
shared_buffers = '256MB'
max_wal_size = '4GB'
jit = off
log_min_messages = warning
logging_collector = off
TXT
  if [ "$2" = no ]; then printf '%s\n' 'fsync = off' 'synchronous_commit = off' 'full_page_writes = off'; fi
}

# Ready when the server itself says so in its pid file; dead when the process has gone.
await() {
  local folder=$1 pid=$2
  for _ in $(seq 600); do
    if [ "$(sed -n 8p "$folder/data/postmaster.pid" 2>/dev/null | tr -d ' ')" = ready ]; then return; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$folder/log" >&2 2>/dev/null || true
  fail 'the server did not start'
}

stop() {
  local folder=$1 pid=''
  [ -f "$folder/url" ] || [ -f "$folder/user" ] || fail "$folder is not a folder of this script"
  if [ -f "$folder/data/postmaster.pid" ]; then pid=$(head -n 1 "$folder/data/postmaster.pid"); fi
  if [ -n "$pid" ]; then
    kill -INT "$pid" 2>/dev/null || true
    for _ in $(seq 200); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -QUIT "$pid" 2>/dev/null || true
  fi
  rm -rf "$folder"
}

durable=no
for word in "$@"; do if [ "$word" = --durable ]; then durable=yes; fi; done
case "${1:-}" in
  find) find_programs ;;
  start)
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    make_cluster "$folder" "$durable"
    (cd "$folder" && as_user "$(cat user)" setsid "$(cat program)" -D data) >"$folder/log" 2>&1 </dev/null &
    await "$folder" $!
    trap - EXIT
    printf '%s\n%s\n' "$folder" "$(cat "$folder/url")"
    ;;
  serve)
    make_cluster "$2" "$durable"
    cd "$2"
    as_user "$(cat user)" setpriv --pdeathsig INT "$(cat program)" -D data >log 2>&1 </dev/null
    ;;
  await) await "$2" "$3" ;;
  stop) stop "${2:?stop FOLDER}" ;;
  *) fail 'find | start [--durable] | stop FOLDER | serve FOLDER [--durable] | await FOLDER PID' ;;
esac
