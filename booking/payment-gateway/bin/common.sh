# Sourced by payment-gateway and prepare: where the jars are, which Java runs them, and which AOT cache belongs to both.
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }

# Sets java (command), classpath, flags, cache (file; it need not exist). Exits with a message when it cannot.
locate() {
  local version='' jars
  [ ! -r "${JAVA_HOME:-}/release" ] || version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$JAVA_HOME/release")
  if [ "${version:-0}" -lt 25 ]; then
    say "JAVA_HOME: '${JAVA_HOME:-}' is Java '$version' (expected: a JDK, version 25 or newer)"
    exit 2
  fi
  java=$JAVA_HOME/bin/java
  shopt -s nullglob
  jars=("$home/target/booking-payment-gateway.jar" "$home"/target/lib/*.jar) # sorted: the cache depends on the order
  if [ ! -f "${jars[0]}" ] || [ ${#jars[@]} -lt 2 ]; then
    say "${jars[0]}: missing, or target/lib is (expected: built; run mvn package first)"
    exit 2
  fi
  classpath=$(IFS=:; printf '%s' "${jars[*]}")
  # As the backend: Serial and C1 only. SQLite is native code, and Java wants to be told that it is welcome.
  flags=(--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m -XX:+ExitOnOutOfMemoryError)
  # Java refuses a cache of other jars or another JDK, so both are in its name; size and time of a jar are what it looks at.
  local key
  key=$({ cat "$JAVA_HOME/release"; stat -Lc '%n %s %Y' "${jars[@]}"; printf '%s ' "${flags[@]}"; } | sha256sum | cut -c1-16)
  cache=${CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/selfheal}/booking-payment-gateway-$key.aot
}
