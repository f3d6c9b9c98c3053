#!/usr/bin/env bash
# Throughput of the proxy beside HAProxy's, in the same run: wrk -t1 -c16, 1 KB JSON GET, 2 backends, everything on this machine.
# Needs haproxy and wrk (Debian: apt-get install haproxy wrk), a JDK 25 and mvn. Loopback only, free ports, stops what it started.
#   ROUNDS=5 SECONDS_EACH=5 bench/proxy/run.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
ROUNDS=${ROUNDS:-5}
SECONDS_EACH=${SECONDS_EACH:-5}
for tool in haproxy wrk python3 curl; do
  PATH="$PATH:/usr/sbin" command -v "$tool" >/dev/null || { echo "$tool: not found (expected: on PATH; Debian: apt-get install $tool)" >&2; exit 2; }
done
PATH="$PATH:/usr/sbin"
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$JAVA" -version 2>&1 | grep -q '"25' || { echo "java: not 25 (expected: JAVA_HOME of a JDK 25)" >&2; exit 2; }

module=selfheal-proxy
newest=$(find selfheal-core/src/main "$module/src/main" "$module/pom.xml" -type f -printf '%T@\n' | sort -n | tail -1)
built=$(stat -c %Y "$module/target/bench.classpath" 2>/dev/null || echo 0)
if [ "${newest%.*}" -ge "$built" ]; then
  echo "building $module …"
  mvn -B -q -pl "$module" -am -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/bench.classpath
fi
classpath="$module/target/classes:selfheal-core/target/classes:$(cat "$module/target/bench.classpath")"

work=$(mktemp -d)
pids=()
stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap stop EXIT
read -r B1 B2 HA PX <<<"$(python3 -c '
import socket
s=[socket.socket() for _ in range(4)]
[x.bind(("127.0.0.1",0)) for x in s]
print(*[x.getsockname()[1] for x in s])')"

# Two backends that answer 1 KB of JSON: an own HAProxy process with one thread, since it costs the least.
python3 -c 'print("{\"seats\":\"" + "x"*1012 + "\"}", end="")' > "$work/body.json"
cat > "$work/backends.cfg" <<CFG
global
  nbthread 1
defaults
  mode http
  timeout client 60s
frontend b1
  bind 127.0.0.1:$B1
  http-request return status 200 content-type application/json file $work/body.json
frontend b2
  bind 127.0.0.1:$B2
  http-request return status 200 content-type application/json file $work/body.json
CFG
# The peer: HAProxy as it comes (one thread for each core), with what the proxy does too: keep-alive pools, X-Forwarded-For.
cat > "$work/haproxy.cfg" <<CFG
defaults
  mode http
  timeout client 60s
  timeout server 5s
  timeout connect 1s
  option forwardfor
  http-reuse always
frontend f
  bind 127.0.0.1:$HA
  default_backend b
backend b
  balance roundrobin
  retries 2
  option redispatch
  retry-on conn-failure empty-response response-timeout
  server b1 127.0.0.1:$B1
  server b2 127.0.0.1:$B2
CFG
settings='{"maxConnections":1024,"http1MaxPendingRequests":1024,"maxRequestsPerConnection":0,"maxRetries":64,"connectTimeout":"PT0.25S","perTryTimeout":"PT0.5S","consecutive5xxErrors":0,"consecutiveGatewayErrors":5,"interval":"PT10S","baseEjectionTime":"PT30S","maxEjectionPercent":50,"minHealthPercent":0,"retryBudgetPercent":20,"minRetriesPerSecond":10}'
cat > "$work/routes.json" <<JSON
{"generation":1,"services":[{"name":"bench","listenHost":"127.0.0.1","listenPort":$PX,"protocol":"HTTP","endpoints":[
{"uid":"b1","name":"b1","host":"127.0.0.1","port":$B1,"release":"1"},{"uid":"b2","name":"b2","host":"127.0.0.1","port":$B2,"release":"1"}],"settings":$settings}]}
JSON
haproxy -f "$work/backends.cfg" >"$work/backends.log" 2>&1 & pids+=($!)
haproxy -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 & pids+=($!)
SELFHEAL_PROXY_TOKEN=bench "$JAVA" ${PROXY_JVM:--Xmx96m -XX:+UseSerialGC} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "$classpath" com.trixtech.selfheal.proxy.Main --routes "$work/routes.json" --ready-file "$work/ready" \
  ${PROXY_ARGS:-} >"$work/proxy.log" 2>&1 & proxy=$!; pids+=($proxy)
for port in "$B1" "$B2" "$HA" "$PX"; do
  curl -sf --retry 50 --retry-connrefused --retry-delay 0 --retry-max-time 20 -o /dev/null "http://127.0.0.1:$port/" \
    || { echo "port $port: no answer (expected: 200)" >&2; cat "$work"/*.log >&2; exit 1; }
done

cpu() { awk '{print $14+$15}' "/proc/$1/stat"; }
declare -A url=([direct]=$B1 [haproxy]=$HA [proxy]=$PX)
measure() { # name seconds -> "req/s p99 errors"
  wrk -t1 -c16 -d"$2"s --latency "http://127.0.0.1:${url[$1]}/" | awk '
    /Requests\/sec/{r=$2} $1=="99%"{p=$2} /Non-2xx/{e+=$NF} /Socket errors/{gsub(",","");e+=$4+$6+$8+$10} END{print r, p, e+0}'
}
echo "warming up …"
for name in direct haproxy proxy proxy; do measure $name 4 >/dev/null; done
for round in $(seq "$ROUNDS"); do
  for name in direct haproxy proxy; do
    before=$(cpu $proxy); set -- $(measure $name "$SECONDS_EACH"); used=$(( $(cpu $proxy) - before ))
    echo "$name $1 $2 $3 $used" >>"$work/rows"
    echo "round $round: $name $1 req/s, p99 $2, errors $3"
  done
done
rss=$(awk '/VmRSS/{print int($2/1024)}' "/proc/$proxy/status")
python3 - "$work/rows" "$rss" "$ROUNDS" "$SECONDS_EACH" <<'PY' | tee bench/proxy/results.md
import sys, statistics as st, datetime, os, subprocess
rows = {}
for line in open(sys.argv[1]):
    name, rate, p99, errors, cpu = line.split()
    rows.setdefault(name, []).append((float(rate), p99, int(float(errors)), int(cpu)))
med = {n: st.median(r[0] for r in v) for n, v in rows.items()}
ratios = [p[0] / h[0] for p, h in zip(rows["proxy"], rows["haproxy"])]
micros = st.median(r[3] * 1e6 / os.sysconf("SC_CLK_TCK") / (r[0] * float(sys.argv[4])) for r in rows["proxy"])
version = subprocess.run(["haproxy", "-v"], capture_output=True, text=True).stdout.split("\n")[0].split(" ")[2]
print("# Proxy throughput\n")
print(f"{datetime.date.today()}, {os.cpu_count()} cores, wrk -t1 -c16, 1 KB JSON GET, 2 backends, {sys.argv[3]} interleaved rounds of {sys.argv[4]} s, medians. Made by `bench/proxy/run.sh`.\n")
print("| | req/s | of direct | of HAProxy | p99 per round | errors |\n|---|---|---|---|---|---|")
for n in ("direct", "haproxy", "proxy"):
    label = {"direct": "direct", "haproxy": f"HAProxy {version}", "proxy": "Selfheal proxy"}[n]
    print(f"| {label} | {med[n]:.0f} | {med[n]/med['direct']:.2f} | {med[n]/med['haproxy']:.2f} | {' '.join(r[1] for r in rows[n])} | {sum(r[2] for r in rows[n])} |")
print(f"\nProxy / HAProxy in each round: {' '.join(f'{r:.2f}' for r in ratios)}; median {st.median(ratios):.2f} (required: >= 0.60).")
print(f"Proxy: {micros:.1f} us CPU per request, {sys.argv[2]} MB resident after the run (-Xmx96m, SerialGC).")
PY
