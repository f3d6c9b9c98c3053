#!/usr/bin/env bash
# The release test for metastability, beside retries alone and a plain Resilience4j: virtual time, five seeds each.
# Writes bench/metastability/results.md. Needs Maven and a JDK 25 (JAVA_HOME). Takes about half a minute.
set -euo pipefail
cd "$(dirname "$0")/../.."
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
"$java" -version 2>&1 | grep -q '"25' || { echo "java: not 25 (expected: JAVA_HOME of a JDK 25)" >&2; exit 2; }
mvn -B -q -pl bench -am -DskipTests package dependency:build-classpath -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath
classpath="bench/target/classes:selfheal-core/target/classes:selfheal-shield/target/classes:$(cat bench/target/classpath)"
package=com.trixtech.selfheal.bench.metastability
{
  cat <<'MD'
# What is left of a fault when it is gone

Made by `bench/metastability/run.sh`: a discrete-event simulation in virtual time in which the real code of the shield and of Resilience4j runs; means of five
seeds, the same on every machine. Three pods, 100 requests a second each; a provider of 20 servers with 50 ms each and one queue (75 % loaded), which also does
the work of callers that went away; an attempt has 1 s, a request 4 s. Percentages are requests answered well in time. "At 98 % after" is the worst seed's time
from the end of the fault until no window of 3 s falls below 98 % again. Attempts are those that reached the provider, from the fault's beginning on: rejected
ones are none, so the figure can be below 1.

- the shield: its defaults, three attempts for every failure. Required: 98 % within 10 s, at most 1.3 attempts a request.
- retries only: four attempts, growing random pauses.
- Resilience4j, defaults: `CircuitBreaker.ofDefaults` (50 % of 100 calls, open for 60 s) inside of `Retry.ofDefaults` (3 attempts, 500 ms between them).
- nothing: one attempt.

MD
  "$java" -cp "$classpath" $package.Metastability
  cat <<'MD'

Resilience4j opens a second after a hang begins and asks again 60 s later: it is back at once after a hang of a minute, since that is when the hang is over, and
late after one of 45 s. With random errors the shield gives up a little goodput (the budget refuses some retries, and now and then it opens), in exchange for the rest of the table.

**A burst of three times what a server can do**, for 30 s; 20 workers of 50 ms, callers wait for one second. Goodput as a share of what was offered before and
after, and of the server's capacity in the burst.

MD
  "$java" -cp "$classpath" $package.Burst
} | tee bench/metastability/results.md
