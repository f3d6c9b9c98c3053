#!/usr/bin/env python3
"""The healer beside Kubernetes alone: the same cluster, the same fault, the same load.

    bench/cluster/compare.py --node 'docker exec kind-control-plane' [--kubectl 'kubectl --context kind-kind'] [FAULT ...]

It needs the booking system and the operator in namespace trixtech, in mode Enforce (docs/kubernetes.md), the image trixtech/load, and a
shell on the one node that runs the backends: the faults are signals to the container's first process, which only the node can send.
For each fault it runs by turns with the operator at two replicas and at none, --repeat times each, and appends a row for each of the two to
results.md beside it: the median, and the least and the most where there is more than one run.
Before each run all Remediations of the namespace are DELETED, the operator's journal among them. Nothing else should run on the cluster meanwhile. Ends with 1 when a run could not be made.
"""
import argparse, datetime, json, pathlib, re, shlex, statistics, subprocess, sys, time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BACKEND, DATABASE, OPERATOR = "trixtech-backend", "postgres", "selfheal-operator"
# fault: seconds that are watched after it
FAULTS = {"killed": 60, "hung": 90, "database": 90, "never-ready": 150, "deadlock": 240}


class Broken(Exception):
    pass


class Cluster:
    def __init__(self, kubectl, node):
        self.kubectl, self.node = shlex.split(kubectl) + ["-n", "trixtech"], shlex.split(node)

    def run(self, command, given=None):
        done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise Broken(f"{shlex.join(command)}: {done.stderr.strip()}")
        return done.stdout

    def k(self, *arguments, given=None):
        return self.run([*self.kubectl, *arguments], given)

    def get(self, kind, name):
        return json.loads(self.k("get", kind, name, "-o", "json"))

    def pods(self, app):
        pods = json.loads(self.k("get", "pods", "-l", "app=" + app, "-o", "json"))["items"]
        return [p for p in pods if "deletionTimestamp" not in p["metadata"]]

    def signal(self, pod, name):
        """To the first process of the pod's container, found on the node by its cgroup and its number in there."""
        container = pod["status"]["containerStatuses"][0]["containerID"].split("//")[1]
        script = f"for p in $(grep -l {container} /proc/[0-9]*/cgroup 2>/dev/null | cut -d/ -f3); do " \
                 "grep -q '^NSpid:.*[[:space:]]1$' /proc/$p/status 2>/dev/null && echo $p; done; true"
        pid = self.run([*self.node, "sh", "-c", script]).strip()
        if not pid.isdigit():
            raise Broken(f"node: no process of container {container} (expected: the node of {pod['metadata']['name']})")
        self.run([*self.node, "kill", "-" + name, pid])

    def whole(self, name=BACKEND):
        d = self.get("deployment", name)
        wished, is_now = d["spec"]["replicas"], d.get("status", {})
        counts = [is_now.get(k, 0) for k in ("replicas", "readyReplicas", "updatedReplicas")]
        return is_now.get("observedGeneration") == d["metadata"]["generation"] and counts == [wished] * 3

    def primary(self):
        return next((p for p in self.pods(DATABASE) if p["metadata"]["labels"].get("role") in ("primary", "master")), None)

    def database_whole(self):
        return self.primary() is not None and self.get("statefulset", DATABASE)["status"].get("readyReplicas", 0) == 3


def until(seconds, condition):
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        try:
            if condition():
                return time.monotonic() - begun
        except (Broken, subprocess.TimeoutExpired) as unanswered:
            print(f"  … {unanswered}", file=sys.stderr)
        time.sleep(0.5)
    return None


def restarts(pod):
    return pod["status"]["containerStatuses"][0]["restartCount"]


def renewed(cluster, victim, app):
    """Another instance is there for it, or it was restarted."""
    for pod in cluster.pods(app):
        if pod["metadata"]["uid"] == victim["metadata"]["uid"]:
            return restarts(pod) > restarts(victim)
    return True


def strike(cluster, fault):
    """Puts the fault in; returns what is true once it is healed."""
    if fault in ("killed", "hung"):
        victim = min(cluster.pods(BACKEND), key=restarts)  # a second strike would meet the kubelet's back-off of the first
        cluster.signal(victim, "KILL" if fault == "killed" else "STOP")
        return lambda: renewed(cluster, victim, BACKEND) and cluster.whole()
    if fault == "database":
        victim = cluster.primary()
        cluster.signal(victim, "KILL")
        return lambda: renewed(cluster, victim, DATABASE) and cluster.database_whole() and cluster.whole()
    cluster.k("set", "env", "deployment/" + BACKEND, "BOOKING_FAULT=" + fault)
    return lambda: not faulty(cluster) and cluster.whole()


def faulty(cluster):
    return "BOOKING_FAULT" in json.dumps(cluster.get("deployment", BACKEND)["spec"]["template"])


def begin_load(cluster, rate, seconds):
    cluster.k("delete", "job", "booking-load", "--ignore-not-found", "--wait")
    objects = cluster.k("create", "--dry-run=client", "-o", "json", "-k", str(ROOT / "deploy/kubernetes/load"))
    objects = re.sub(r"--rate=\d+", f"--rate={rate}", objects)
    objects = re.sub(r"--duration=PT\d+M", f"--duration=PT{seconds}S", objects)
    cluster.k("apply", "-f", "-", given=objects)
    running = lambda: any(p["status"]["phase"] == "Running" for p in cluster.pods("booking-load"))
    if until(120, running) is None:
        raise Broken("job booking-load: does not run after 120 s (expected: the image trixtech/load on the node)")


def end_load(cluster):
    """The counts of its last line, and whether the books agree."""
    if until(300, lambda: "conditions" in cluster.get("job", "booking-load").get("status", {})) is None:
        raise Broken("job booking-load: no end")
    lines = re.findall(r"requests (\d+), deferred (\d+), shed (\d+), failed (\d+)", cluster.k("logs", "job/booking-load"))
    if not lines:
        raise Broken("job booking-load: no line of counts in its log")
    proven = cluster.get("job", "booking-load")["status"].get("succeeded", 0) == 1
    return [int(n) for n in lines[-1]], proven


def afresh(cluster):
    """No operator and no journal, so that no earlier fault has used up the budget of this one."""
    cluster.k("scale", "deployment/" + OPERATOR, "--replicas=0")
    operators = lambda: json.loads(cluster.k("get", "pods", "-l", "app.kubernetes.io/name=" + OPERATOR, "-o", "json"))["items"]
    if until(120, lambda: not operators()) is None:
        raise Broken(f"deployment {OPERATOR}: pods after 120 s (expected: none, at 0 replicas)")
    cluster.k("delete", "remediations.selfheal.trixtech.com", "--all")


def measure(cluster, fault, replicas, rate, settle):
    afresh(cluster)
    cluster.k("scale", "deployment/" + OPERATOR, f"--replicas={replicas}")
    if until(300, lambda: cluster.get("deployment", OPERATOR)["status"].get("readyReplicas", 0) == replicas
             and cluster.whole() and cluster.database_whole()) is None:
        raise Broken("cluster: not whole after 300 s (expected: everything ready before a fault)")
    begin_load(cluster, rate, settle + FAULTS[fault] + 5)
    time.sleep(settle)
    begun = time.monotonic()
    healed = strike(cluster, fault)
    took = until(FAULTS[fault], healed)
    took = None if took is None else time.monotonic() - begun
    counts, proven = end_load(cluster)
    if faulty(cluster):
        cluster.k("set", "env", "deployment/" + BACKEND, "BOOKING_FAULT-")  # nobody else takes it back
    return counts, proven, took


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--node", required=True, help="command before which a shell on the node stands")
    parser.add_argument("--kubectl", default="kubectl")
    parser.add_argument("--rate", type=int, default=40, help="requests a second (default: 40)")
    parser.add_argument("--settle", type=int, default=150, metavar="SECONDS",
                        help="load before the fault: the operator observes first, and proves a revision by two minutes (default: 150)")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="runs of each (default: 1)")
    parser.add_argument("faults", nargs="*", metavar="FAULT", help="of " + ", ".join(FAULTS))
    given = parser.parse_args()
    unknown = [f for f in given.faults if f not in FAULTS]
    if unknown:
        parser.error(f"FAULT: {unknown[0]} (expected: of {', '.join(FAULTS)})")
    cluster = Cluster(given.kubectl, given.node)
    version = json.loads(cluster.k("version", "-o", "json"))["serverVersion"]["gitVersion"]
    try:
        compare(cluster, given, version)
    finally:
        cluster.k("scale", "deployment/" + OPERATOR, "--replicas=2")  # as it was found, and not away


def compare(cluster, given, version):
    with (HERE / "results.md").open("a") as out:
        print(f"\n{datetime.date.today()}, Kubernetes {version}, {given.rate} requests a second; made by `bench/cluster/compare.py`.\n", file=out)
        print("| fault | | requests | failed | shed | all ready again after | books agree |\n|---|---|---|---|---|---|---|", file=out)
        for fault in given.faults or FAULTS:
            runs = {"Selfheal": [], "Kubernetes alone": []}
            for _ in range(given.repeat):
                for replicas, who in ((2, "Selfheal"), (0, "Kubernetes alone")):
                    print(f"{fault}, {who} …", file=sys.stderr)
                    runs[who].append(measure(cluster, fault, replicas, given.rate, given.settle))
                    print(f"  {runs[who][-1]}", file=sys.stderr)
            for who, made in runs.items():
                print(row(fault, who, made), file=out, flush=True)


def row(fault, who, runs):
    requests, _, shed, failed = zip(*(counts for counts, _, _ in runs))
    books = sum(proven for _, proven, _ in runs)
    after = spread([float("inf") if took is None else took for _, _, took in runs], f"never ({FAULTS[fault]} s)")
    agree = "yes" if books == len(runs) else f"**{books} of {len(runs)}**"
    return f"| {fault} | {who} | {sum(requests):,} | {spread(failed)} | {spread(shed)} | {after} | {agree} |"


def spread(values, never=""):
    """The median, and from the least to the most."""
    said = lambda v: never if v == float("inf") else f"{v:.1f} s" if isinstance(v, float) else f"{v:,}"
    median, least, most = said(statistics.median_low(values)), said(min(values)), said(max(values))
    return median if least == most else f"{median} ({least} to {most})"


if __name__ == "__main__":
    try:
        main()
    except Broken as broken:
        sys.exit(str(broken))
