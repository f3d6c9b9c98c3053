#!/usr/bin/env bash
# Measures the running system: the healer when idle, then each drill that has a target, N times (default 5), at 200 requests a
# second. Writes results.md beside this file. Usage: bench/system/run.sh [N] [DRILL...]
set -euo pipefail

here=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")")
root=$here/../..
runs=${1:-5}
shift || true
drills=("$@")
[ ${#drills[@]} -gt 0 ] || drills=(kill-instance hang-instance bad-release database-down healer-killed)
work=$(mktemp -d)
state=$work/state
out=$work/results.md
selfheal() { "$root/selfheal" "$@" --state "$state"; }
leave() {
  selfheal down --wipe --force >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap leave EXIT

selfheal up --detach >/dev/null
healer=$(grep -o '"pid" *: *[0-9]*' "$state/control.json" | grep -o '[0-9]*')
ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }
sleep 120 # start-up and its compilation are not idleness
began=$(ticks "$healer")
sleep 60
share=$(awk -v t=$(($(ticks "$healer") - began)) -v hz="$(getconf CLK_TCK)" 'BEGIN {printf "%.2f", 100 * t / hz / 60}')
resident=$(awk '/VmRSS/ {printf "%.0f", $2 / 1024}' "/proc/$healer/status")
{
  echo "# The running system, measured"
  echo
  echo "$(date -u +%F), $(nproc) cores, $("$("$root/bin/find-jdk" 25)/bin/java" -version 2>&1 | sed -n 1p), 200 requests a second, $runs runs of each drill. Made by \`bench/system/run.sh\`."
  echo
  echo "Healer, idle beside the booking system for 60 s: **$share %** of one core, **$resident MiB** resident."
} >"$out"
for drill in "${drills[@]}"; do
  echo "$drill …" >&2
  selfheal drill run "$drill" --repeat "$runs" 2>/dev/null >"$work/drill" || true
  {
    printf '\n## %s\n\n```\n' "$drill"
    sed -e '/^Report:/d' -e '/./,$!d' "$work/drill"
    printf '```\n'
  } >>"$out"
done
cp "$out" "$here/results.md"
cat "$here/results.md"
