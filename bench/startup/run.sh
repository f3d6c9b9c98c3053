#!/usr/bin/env bash
# Restart to ready of the booking backend beside a plain Spring Boot application with the same endpoints, in one run: the same
# PostgreSQL and schema, the same requests, rounds in turn. Everything on this machine, loopback, free ports.
#   ROUNDS=7 REQUESTS=2000 bench/startup/run.sh      needs a JDK 25, mvn, python3
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
JAVA_HOME=$(bin/find-jdk 25)
export JAVA_HOME
for tool in mvn python3; do
  command -v "$tool" >/dev/null || { echo "$tool: not found (expected: on PATH)" >&2; exit 2; }
done

echo "building …" >&2
mvn -B -q -Pbench-startup -pl bench/startup,booking/backend,booking/payment-gateway,booking/postgres -am -DskipTests package
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The start-up cache belongs to the backend as it is deployed; without one the comparison would not be of what runs.
SELFHEAL_IMAGE_ENV=$work/image booking/backend/bin/prepare
APP_HOME=$(sed -n 's/^APP_HOME=//p' "$work/image")
[ -f "$APP_HOME/start.aot" ] || { echo "$APP_HOME/start.aot: missing (expected: made by booking/backend/bin/prepare)" >&2; exit 1; }
export APP_HOME
python3 bench/startup/measure.py "$work" "${ROUNDS:-7}" "${REQUESTS:-2000}" bench/startup/results.md
