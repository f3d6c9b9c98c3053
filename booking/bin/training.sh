# Sourced by a module's bin/prepare, after common.sh: copies the build, and makes its start-up cache (JEP 483) by a training
# run, once for each build and JDK. Start-up becomes several times faster. Never fatal: without it the application starts too.
#
#   prepare_copy                 ends the script where all is there already
#   train PATH EXERCISE VAR=…    starts the application with these variables and a free PORT, waits until GET PATH is answered
#                                with 2xx, runs EXERCISE (a function), stops the application and keeps the cache
work='' trained='' beside=''
cleanup() {
  [ -z "$trained" ] || kill -KILL "$trained" 2>/dev/null || true
  if [ -n "$beside" ]; then
    kill -INT "$beside" 2>/dev/null || true
    wait "$beside" 2>/dev/null || true
  fi
  [ -z "$work" ] || rm -rf "$work" "$APP_HOME/.start.$$" "$APP_HOME/.start.$$.config"
}

prepare_copy() {
  stage
  # Whoever runs this for an images map reads there what the application's environment needs.
  [ -z "${SELFHEAL_IMAGE_ENV:-}" ] || printf 'APP_HOME=%s\n' "$APP_HOME" >>"$SELFHEAL_IMAGE_ENV"
  if [ -f "$APP_HOME/start.aot" ]; then
    say "start-up cache is there: $APP_HOME"
    exit 0
  fi
  exec 9>"$APP_HOME/.lock"
  flock 9 # two that prepare at once train once
  [ ! -f "$APP_HOME/start.aot" ] || exit 0
  work=$(mktemp -d)
  trap cleanup EXIT
  trap 'exit 130' INT TERM
}

without() {
  say "warning: no start-up cache: $1. $app starts without it, slower."
  tail -n 5 "$work"/*.log >&2 2>/dev/null || true
  exit 0
}

free_port() { perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 0, Listen => 1)->sockport'; }

# await SECONDS PID COMMAND...: until the command succeeds, as long as the process lives.
await() {
  local end=$((SECONDS + $1)) pid=$2
  shift 2
  until "$@"; do
    kill -0 "$pid" 2>/dev/null && [ $SECONDS -lt $end ] || return 1
    sleep 0.05
  done
}

# request METHOD PATH [BODY]: succeeds on 2xx. Reads the status line only, and never waits long. key: of a write.
request() (
  body=${3:-}
  exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
  printf '%s %s HTTP/1.1\r\nHost: training\r\nConnection: close\r\nIdempotency-Key: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "$1" "$2" "${key:-training}" "${#body}" "$body" >&3
  read -r -t 3 _ status _ <&3 && [[ $status = 2* ]]
) 2>/dev/null

train() {
  local ready=$1 exercise=$2
  shift 2
  say "training run"
  port=$(free_port)
  env PORT="$port" "$@" "$JAVA_HOME/bin/java" "@$APP_HOME/java.args" "-XX:AOTCacheOutput=$APP_HOME/.start.$$" "$main" \
    >"$work/$app.log" 2>&1 9>&- &
  trained=$!
  await 30 "$trained" request GET "$ready" || without "the application did not become ready"
  "$exercise"
  say "writing the cache"
  kill -TERM "$trained"
  wait "$trained" || [ $? -eq 143 ] || without "the training run failed"
  trained=''
  [ -s "$APP_HOME/.start.$$" ] || without "the JVM wrote no cache"
  mv "$APP_HOME/.start.$$" "$APP_HOME/start.aot"
  say "start-up cache made: $APP_HOME ($(($(stat -c %s "$APP_HOME/start.aot") / 1048576)) MB)"
}
