#!/usr/bin/env bash
# Measures the operator on a real API server: from a pod's new status to its eviction, its heap, and what it asks of the API server.
# Needs Maven, a JDK 25, and etcd, kube-apiserver and kubectl in $KUBE_API_TEST_DIR/k8s/<version>-<os>-<arch>. Loopback only, free ports,
# stops what it started. Takes about ten minutes, most of it for making the pods and for the proofs between the incidents.
#   WORKLOADS=1000 PODS=10 SAMPLES=200 bench/operator/run.sh
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
JAVA_HOME=$(bin/find-jdk 25)
export JAVA_HOME
echo "building …" >&2
mvn -B -q -pl bench -am -DskipTests package dependency:build-classpath -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath
classpath="bench/target/classes:$(cat bench/target/classpath)"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{
  echo "# The operator: reaction, heap, requests"
  echo
  echo "Made by \`bench/operator/run.sh\`. $(date -u +%Y-%m-%d), $(nproc) cores for all (API server, etcd, operator, what plays the kubelets), $("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 2p)."
  echo
  "$JAVA_HOME/bin/java" -Xmx2g -Djava.io.tmpdir="$work" -cp "$classpath" com.trixtech.selfheal.bench.operator.ReactionTime \
    "${WORKLOADS:-1000}" "${PODS:-10}" "${SAMPLES:-200}"
} > "$work/results.md"
cat "$work/results.md"
cp "$work/results.md" bench/operator/results.md
