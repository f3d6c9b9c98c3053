# Sourced by the scripts beside it: unpacks PostgreSQL, once for each version.
#   JAVA_HOME  Java to unpack with, on first use      CACHE_DIR  where to, default ~/.cache/selfheal
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
say() { printf 'postgres-instance: %s\n' "$*" >&2; }
die() { say "$1"; exit "${2:-2}"; }

# Sets home to the unpacked binaries of the present build.
unpack() {
  local jars cache
  shopt -s nullglob
  jars=("$here"/target/lib/embedded-postgres-binaries-*.jar)
  [ ${#jars[@]} -eq 1 ] || die "PostgreSQL binaries: ${#jars[@]} jars (expected: 1) in $here/target/lib; build the project first" 1
  cache=${CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/selfheal}
  home=$cache/$(basename "${jars[0]}" .jar)
  [ ! -x "$home/bin/postgres" ] || return 0
  mkdir -p "$cache"
  exec 8>"$home.lock"
  flock 8 # two instances that start together unpack once
  if [ ! -x "$home/bin/postgres" ]; then
    [ -x "${JAVA_HOME:-}/bin/java" ] || die "JAVA_HOME: '${JAVA_HOME:-}' (expected: a JDK, to unpack PostgreSQL)"
    say "unpacking $(basename "$home") into $cache"
    rm -rf "$home.tmp"
    mkdir "$home.tmp"
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$here/target/classes:$here/target/lib/*" \
      com.trixtech.booking.postgres.Unpack "${jars[0]}" "$home.tmp" || die "cannot unpack ${jars[0]}" 1
    mv -T "$home.tmp" "$home"
  fi
  exec 8>&-
}
