#!/bin/sh
# Measures the loop: milliseconds a step over 10,000 instances, and growth over an hour of virtual time.
# Needs Maven and a JDK 25 (JAVA_HOME, or java on the PATH). Takes about two minutes.
set -eu
cd "$(dirname "$0")/../.."
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
mvn -B -q -pl bench -am -DskipTests package dependency:build-classpath \
  -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath
classpath="bench/target/classes:selfheal-core/target/classes:$(cat bench/target/classpath)"
echo "date: $(date -u +%Y-%m-%d), cores: $(nproc), JDK: $("$java" -version 2>&1 | sed -n 2p)"
"$java" -cp "$classpath" org.openjdk.jmh.Main LoopStep -v SILENT -rf text -rff bench/target/jmh.txt >/dev/null
cat bench/target/jmh.txt
"$java" -XX:+UseSerialGC -Xmx512m -cp "$classpath" com.trixtech.selfheal.bench.loop.HourOfHealing
