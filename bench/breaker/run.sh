#!/usr/bin/env bash
# What a breaker costs before a call: ours beside the ones that others use, in one run. Writes bench/breaker/results.md.
# Needs Maven, a JDK 25 (JAVA_HOME) and python3. Takes about five minutes for each round.
#   ROUNDS=3 bench/breaker/run.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
ROUNDS=${ROUNDS:-3}
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
"$java" -version 2>&1 | grep -q '"25' || { echo "java: not 25 (expected: JAVA_HOME of a JDK 25)" >&2; exit 2; }
mvn -B -q -pl bench -am -DskipTests package dependency:build-classpath -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath
classpath="bench/target/classes:selfheal-core/target/classes:selfheal-shield/target/classes:$(cat bench/target/classpath)"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run() { # round threads pattern
  HOME=$work "$java" -cp "$classpath" org.openjdk.jmh.Main "$3" -t "$2" -prof gc -v SILENT -rf json -rff "$work/$1-$2-${3##*.}.json" \
    -jvmArgsAppend '-Duser.home='"$work" >/dev/null 2>&1
}
for round in $(seq "$ROUNDS"); do
  echo "round $round of $ROUNDS" >&2
  run "$round" 1 'breaker.ClosedCall'
  run "$round" 2 'breaker.ClosedCall'
  run "$round" 1 'breaker.OpenRejection'
done
python3 - "$work" "$ROUNDS" "$("$java" -version 2>&1 | sed -n 2p)" <<'PY' | tee bench/breaker/results.md
import json, glob, sys, os, datetime, statistics as st
work, rounds, jdk = sys.argv[1:]
raw, alloc = {}, {}
for f in glob.glob(work + "/*.json"):
    threads = int(os.path.basename(f).split("-")[1])
    for b in json.load(open(f)):
        case, name = b["benchmark"].split(".")[-2:]
        key = (case, threads, name)
        raw.setdefault(key, []).extend(x for fork in b["primaryMetric"]["rawData"] for x in fork)
        alloc.setdefault(key, []).append(b["secondaryMetrics"]["gc.alloc.rate.norm"]["score"])
title = {"bare": "bare call", "own": "**own**, ticket", "ownCall": "**own**, `call`", "resilience4j": "Resilience4j, default",
 "resilience4jStackless": "Resilience4j, stackless", "failsafePermit": "Failsafe, permit by hand", "failsafeExecutor": "Failsafe, executor",
 "smallrye": "SmallRye `Guard`", "armeria": "Armeria, by hand", "sentinel": "Sentinel"}
low = lambda k: min(raw[k])
mid = lambda k: st.median(raw[k])
by = lambda k: max(0, round(min(alloc[k])))
print("# What a breaker costs before a call\n")
print(f"{datetime.date.today()}, {os.cpu_count()} cores shared with other work, {jdk.strip()}, JMH 1.37, {rounds} rounds of all in turn (3 x 0.5 s warm-up, 4 x 0.5 s), gc profiler. Made by `bench/breaker/run.sh`.")
print("The least of all iterations is the best estimate of the quiet cost; the median, in brackets, shows the noise.\n")
print("**Closed, a call that succeeds**\n\n| | 1 thread, ns | 2 threads, ns | bytes a call | x own (1 thread) |\n|---|---|---|---|---|")
names = ["bare", "own", "ownCall", "failsafePermit", "armeria", "smallrye", "resilience4j", "failsafeExecutor", "sentinel"]
own = low(("ClosedCall", 1, "own"))
for n in names:
    a, b = ("ClosedCall", 1, n), ("ClosedCall", 2, n)
    print(f"| {title[n]} | {low(a):.1f} [{mid(a):.1f}] | {low(b):.1f} [{mid(b):.1f}] | {by(a)} | {low(a)/own:.1f} |")
print("\n**Open, a rejection up to its catch**\n\n| | ns | bytes | x own |\n|---|---|---|---|")
ownr = low(("OpenRejection", 1, "own"))
for n in ["own", "resilience4jStackless", "resilience4j", "failsafeExecutor", "smallrye"]:
    k = ("OpenRejection", 1, n)
    print(f"| {title[n] if n != 'own' else '**own**, `call`'} | {low(k):.0f} [{mid(k):.0f}] | {by(k)} | {low(k)/ownr:.1f} |")
peers = {n: low(("ClosedCall", 1, n)) for n in names[3:]}
peers2 = {n: low(("ClosedCall", 2, n)) for n in names[3:]}
f, f2 = min(peers, key=peers.get), min(peers2, key=peers2.get)
print("\n| target | measured |\n|---|---|")
print(f"| closed: 0 bytes | {by(('ClosedCall', 1, 'own'))} |")
call, call2 = low(("ClosedCall", 1, "ownCall")), low(("ClosedCall", 2, "ownCall"))
print(f"| closed, `call`: 10 x faster than Resilience4j's default | {peers['resilience4j']/call:.1f} (2 threads: {peers2['resilience4j']/call2:.1f}) |")
print(f"| closed, `call`: 10 x faster than Failsafe's executor | {peers['failsafeExecutor']/call:.1f} (2 threads: {peers2['failsafeExecutor']/call2:.1f}) |")
print(f"| closed, ticket: not slower than the fastest peer | {title[f]} {peers[f]/own:.1f} (2 threads: {title[f2]} {peers2[f2]/low(('ClosedCall', 2, 'own')):.1f}) |")
print(f"| open: 5 x faster than Resilience4j's default | {low(('OpenRejection', 1, 'resilience4j'))/ownr:.1f} |")
PY
