# Sourced by the scripts of a module, booking/MODULE/bin, after they have set:
#   module  the module's directory
#   app     name of its jar: target/$app.jar, with its libraries in target/lib
#   main    the class to start
#   flags   JVM flags beside the common ones
#
# What runs is a copy of the jars in the cache, named by their content: a build pulls nothing from under what runs, and the
# start-up cache beside the jars fits them for good.
#
#   JAVA_HOME  Java 25 or newer      CACHE_DIR  where copies go, default ~/.cache/selfheal
#   APP_HOME   the copy to run, as bin/prepare told it; without it the present build is copied first
copies=${CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/selfheal}/apps
# Serial and C1 only: 0.05 of a plain Spring Boot jar's start-up, and a small heap needs no more.
flags=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError ${flags[@]+"${flags[@]}"})

say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
die() { say "$1"; exit "${2:-2}"; }

require_java() {
  local version=''
  [ ! -r "${JAVA_HOME:-}/release" ] || version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$JAVA_HOME/release")
  [ "${version:-0}" -ge 25 ] || die "JAVA_HOME: '${JAVA_HOME:-}' is Java '$version' (expected: a JDK, version 25 or newer)"
}

# Of jars, whatever directory they are in, with the JDK and the flags: a start-up cache is good for just these.
fingerprint() {
  { cat "$JAVA_HOME/release"; printf '%s\n' "$main" "${flags[@]}"; sha256sum -- "$@" | sed 's,  .*/,  ,' | sort; } |
    sha256sum | cut -c1-16
}

# Sets APP_HOME to the copy of the present build, and makes it where it is missing.
stage() {
  local jars draft key jar path=
  require_java
  shopt -s nullglob
  jars=("$module/target/$app.jar" "$module"/target/lib/*.jar)
  [ -f "${jars[0]}" ] && [ ${#jars[@]} -gt 1 ] ||
    die "${jars[0]}: missing, or target/lib is (expected: built; run mvn package first)"
  key=$(fingerprint "${jars[@]}")
  APP_HOME=$copies/$app-$key
  if [ -d "$APP_HOME" ]; then
    touch "$APP_HOME" # in use: see the end
    return
  fi
  mkdir -p "$copies"
  draft=$(mktemp -d "$copies/.$app.XXXXXX")
  cp -p "${jars[@]}" "$draft"/
  if [ "$(fingerprint "$draft"/*.jar)" != "$key" ]; then
    rm -rf "$draft"
    die "$module/target: changed while it was copied (expected: no build under way)" 1
  fi
  for jar in "$APP_HOME/$app.jar" "${jars[@]:1}"; do path+=:$APP_HOME/${jar##*/}; done
  printf '%s\n' "${flags[@]}" -cp "\"${path#:}\"" >"$draft/java.args"
  mv -T "$draft" "$APP_HOME" 2>/dev/null || rm -rf "$draft" # another was quicker
  [ -d "$APP_HOME" ] || die "$APP_HOME: cannot be made (expected: a writable directory)" 1
  # Older builds go after a week, but for those that run: the pid's command line names them.
  for draft in $(find "$copies" -maxdepth 1 -name "$app-*" -mtime +7 -printf '%f\n'); do
    grep -qsF -- "$draft" /proc/[0-9]*/cmdline || rm -rf -- "${copies:?}/$draft"
  done
}

# Becomes the application (exec: same pid). Without a start-up cache it starts all the same, slower.
run_app() {
  [ -n "${APP_HOME:-}" ] || stage
  [ -f "$APP_HOME/java.args" ] || die "APP_HOME: $APP_HOME is missing (expected: a copy as bin/prepare makes it)"
  local args=("@$APP_HOME/java.args")
  [ ! -f "$APP_HOME/start.aot" ] || args+=("-XX:AOTCache=$APP_HOME/start.aot" -Xlog:disable -Xlog:all=error:stderr)
  exec "$JAVA_HOME/bin/java" "${args[@]}" "$main" "$@"
}
