"""Starts what run.sh built, measures, writes the results. Usage: measure.py WORK ROUNDS REQUESTS RESULTS"""
import datetime
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time

WORK, ROUNDS, REQUESTS, RESULTS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
JAVA = os.environ["JAVA_HOME"] + "/bin/java"
PATIENCE = 120
CLIENTS = 8
STEPS = 5  # requests of one guest
CARD = "4242424242424242"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Process:
    """One process and its log; a subdirectory of the work directory is its own."""

    def __init__(self, name, command, env, stop=signal.SIGTERM):
        self.name, self.stop_signal = name, stop
        self.log = open(f"{WORK}/{name}.log", "a")
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            command, env={**os.environ, **env}, stdout=self.log, stderr=subprocess.STDOUT)

    def status(self, field):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
        raise RuntimeError(f"{self.name}: no {field}")

    def cpu(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def await_ok(self, port, path):
        """Seconds from the start of the process to the first 200."""
        while True:
            if self.process.poll() is not None or time.monotonic() - self.began > PATIENCE:
                sys.exit(f"{self.name}: GET {path} was never answered with 200; see {tail(self.name)}")
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", path)
                if connection.getresponse().status == 200:
                    return time.monotonic() - self.began
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()
            time.sleep(0.004)

    def stop(self):
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def tail(name):
    return "\n" + "".join(open(f"{WORK}/{name}.log").readlines()[-15:])


def stay(number):
    """Nights that no other guest of the run wants in the same room."""
    first = datetime.date.today() + datetime.timedelta(days=30 + 2 * (number // 200))
    return first.isoformat(), (first + datetime.timedelta(days=2)).isoformat()


class Guest:
    """Looks, books, pays, looks again, cancels: five requests."""

    def __init__(self, port, rooms):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.rooms = rooms

    def call(self, method, path, key=None, body=None, expected=200):
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != expected:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r} (expected: {expected})")
        return json.loads(text)

    def visit(self, run, number):
        first, last = stay(number)
        self.call("GET", f"/availability?from={first}&to={last}&guests=1")
        booking = self.call(
            "POST", "/bookings", f"{run}-book-{number}",
            {"room": self.rooms[number % len(self.rooms)], "from": first, "to": last,
             "guest": {"name": "Guest", "email": f"guest-{number}@example.org"}, "guests": 1},
            expected=201)
        path = "/bookings/" + booking["id"]
        self.call("POST", path + "/payment", f"{run}-pay-{number}", {"card": CARD})
        self.call("GET", path)
        self.call("POST", path + "/cancellation", f"{run}-cancel-{number}", {})


def load(port, run):
    """All requests, by several clients at once; seconds."""
    rooms = [room["id"] for room in Guest(port, []).call("GET", "/rooms")["rooms"]]
    numbers, lock, failures = iter(range(REQUESTS // STEPS)), threading.Lock(), []

    def client():
        guest = Guest(port, rooms)
        while not failures:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            try:
                guest.visit(run, number)
            except Exception as e:
                failures.append(e)

    began = time.monotonic()
    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return time.monotonic() - began


def measure(name, command, env, run, database_path):
    port = free_port()
    process = Process(name, command, {**env, "HOST": "127.0.0.1", "PORT": str(port)})
    try:
        ready = process.await_ok(port, "/health/ready")
        served = process.await_ok(port, database_path)
        cpu = process.cpu()
        idle = process.status("VmRSS")
        took = load(port, f"{name}-{run}")
        return {"ready": ready, "served": served, "cpu": cpu, "idle": idle,
                "rss": process.status("VmRSS"), "peak": process.status("VmHWM"),
                "rate": REQUESTS / took}
    except RuntimeError as e:
        sys.exit(f"{name}: {e}; see {tail(name)}")
    finally:
        process.stop()


def database(name):
    port = free_port()
    env = {"POSTGRES_USER": "booking", "POSTGRES_PASSWORD": "bench", "POSTGRES_DB": "booking",
           "PGDATA": f"{WORK}/{name}-data", "PGPORT": str(port), "HOST": "127.0.0.1"}
    process = Process(name, ["booking/postgres/bin/postgres-instance"], env, signal.SIGINT)
    ready = ["booking/postgres/bin/pg_isready", "-q", "-t", "1", "-p", str(port)]
    while subprocess.run(ready).returncode != 0:
        if process.process.poll() is not None or time.monotonic() - process.began > PATIENCE:
            sys.exit(f"{name}: PostgreSQL did not start; see {tail(name)}")
        time.sleep(0.1)
    return process, {"DATABASE_URL": f"jdbc:postgresql://127.0.0.1:{port}/booking",
                     "DATABASE_USER": "booking", "DATABASE_PASSWORD": "bench"}


def row(label, values, reference, key, form="{:.2f}"):
    mine, its = (statistics.median(v[key] for v in rows) for rows in (values, reference))
    ratio = statistics.median(a[key] / b[key] for a, b in zip(values, reference))
    return f"| {label} | {form.format(mine)} | {form.format(its)} | {ratio:.3f} |"


def report(backend, peer):
    day = datetime.datetime.now(datetime.timezone.utc).date()
    version = subprocess.run([JAVA, "-version"], capture_output=True, text=True).stderr.splitlines()[0]
    ready = statistics.median(a["served"] / b["served"] for a, b in zip(backend, peer))
    peak = max(v["peak"] for v in backend)
    verdict = lambda good: "reached" if good else "**missed**"
    return f"""# Restart to ready: the booking backend beside plain Spring Boot

{day}, {os.cpu_count()} cores, {version}, {ROUNDS} rounds in turn, medians; load average {os.getloadavg()[2]:.1f} over the last 15 minutes. Made by `bench/startup/run.sh`.
The same PostgreSQL, the schema is there already; times from the start of the process (the shell of the backend's launcher included), polled every 4 ms.
Backend: as deployed, `booking/backend/bin/backend` with the start-up cache of `bin/prepare`. Peer: `java -jar` of a Spring Boot fat jar, default flags.
After each start the same {REQUESTS} requests by {CLIENTS} clients: look, book, pay, look again, cancel.

| | backend | Spring Boot | ratio, median of the rounds |
|---|---|---|---|
{row("first 200 of /health/ready, s", backend, peer, "ready")}
{row("and of a request that asks the database, s", backend, peer, "served")}
{row("CPU until then, s", backend, peer, "cpu")}
{row("resident when ready, MiB", backend, peer, "idle", "{:.0f}")}
{row("resident after the requests, MiB", backend, peer, "rss", "{:.0f}")}
{row("most resident, MiB", backend, peer, "peak", "{:.0f}")}
{row("requests a second", backend, peer, "rate", "{:.0f}")}

Ratio of restart to ready in each round: {" ".join(f"{a['served'] / b['served']:.3f}" for a, b in zip(backend, peer))}; median {ready:.3f} (required: at most 0.15: {verdict(ready <= 0.15)}).
Most that the backend was ever resident: {peak:.0f} MiB (required: at most 150: {verdict(peak <= 150)}).

The peer does less: it settles no payments in the background, sheds nothing, and stores nothing about the provider's state.
"""


def main():
    started = []
    try:
        postgres, where = database("postgres")
        started.append(postgres)
        port = free_port()
        # APP_HOME is the backend's.
        gateway = Process("gateway", ["env", "-u", "APP_HOME", "booking/payment-gateway/bin/payment-gateway"],
                          {"HOST": "127.0.0.1", "PORT": str(port), "DATA_DIR": f"{WORK}/gateway",
                           "SERVICE_TIME": "5ms"})
        started.append(gateway)
        gateway.await_ok(port, "/health/ready")
        env = {**where, "PAYMENT_URL": f"http://127.0.0.1:{port}"}
        first, last = stay(0)
        path = f"/availability?from={first}&to={last}"
        backend = ["booking/backend/bin/backend"]
        peer = [JAVA, "-jar", "bench/startup/target/bench-startup-spring.jar"]
        measured = {"backend": [], "peer": []}
        # Round 0 makes the schema and fills the page cache, and is not counted.
        for round in range(ROUNDS + 1):
            for name, command in (("backend", backend), ("peer", peer)):
                found = measure(name, command, env, round, path)
                if round:
                    measured[name].append(found)
                print(f"round {round}: {name} " + " ".join(f"{k} {v:.2f}" for k, v in found.items()),
                      file=sys.stderr, flush=True)
    finally:
        for process in reversed(started):
            process.stop()
    text = report(measured["backend"], measured["peer"])
    open(RESULTS, "w").write(text)
    print(text)


main()
