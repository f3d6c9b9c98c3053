package com.trixtech.selfheal.drill.catalogue;

import static com.trixtech.selfheal.drill.catalogue.Drills.BACKEND;
import static com.trixtech.selfheal.drill.catalogue.Drills.DATABASE;
import static com.trixtech.selfheal.drill.catalogue.Drills.FRONTEND;

import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.Expectation;
import com.trixtech.selfheal.drill.Expectation.From;
import com.trixtech.selfheal.drill.FaultKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The drills that run on a cluster, with a cluster's bounds: the kubelet asks every 5 or 10 s,
 * waits 10 s and longer before it restarts again, and a service proxy tries no request twice. Their
 * names are those of one machine where they ask the same.
 */
final class OnCluster {
  /** A node has other things to do, too. */
  private static final Drill.Load LOAD = new Drill.Load(40, 0.4, Duration.ofSeconds(5), 0);

  private static final Duration WARM_UP = seconds(6);
  private static final Duration QUIET = seconds(5);

  /**
   * Requests that go to a pod that is dead until the Service knows, which takes one to three
   * seconds; nobody asks them again. A third of them does, where one of three is.
   */
  private static final Duration KNOWN = seconds(10);

  /** Long enough for every wait and for the proof that comes after the recovery. */
  private static final Duration BOUND = Duration.ofMinutes(4);

  private OnCluster() {}

  static List<Drill> list() {
    return List.of(
        killInstance(),
        hangInstance(),
        killTwo(),
        backendAllKilled(),
        frontendKilled(),
        badRelease(),
        deadlocked(),
        rollingUpdate(),
        databaseFailover(),
        databaseHang());
  }

  /** Why a drill of one machine is not among them, by its name. */
  static Map<String, String> missing() {
    Map<String, String> missing = new LinkedHashMap<>();
    String answers = "on a cluster nobody counts the answers of a release that passes its probes";
    missing.put("bad-release-slow", answers);
    missing.put("memory-leak", "deadlocked-backend asks the same with less harm to the node");
    missing.put(
        "pool-exhausted", "deadlocked-backend asks the same with less harm to the database");
    missing.put("traffic-burst", "it would measure the node, and not what becomes of the excess");
    missing.put(
        "database-down",
        "nobody can keep Patroni's members down and see to it that this ends; database-failover and database-hang are there");
    missing.put("false-alarm", "the kubelet alone makes the probes, and nobody can falsify one");
    missing.put(
        "healer-killed", "an operator's acts cannot be delayed, so there is no middle to hit");
    Drills.list().stream()
        .map(Drill::name)
        .filter(name -> name.startsWith("payment-"))
        .forEach(name ->
            missing.put(name, "the provider's control port is within reach on one machine only"));
    return missing;
  }

  private static Drill killInstance() {
    return drill(
        "kill-instance",
        "One backend is killed",
        "A killed backend is restarted or replaced while its peers serve, nothing is lost but the requests on their way to it, and no other pod is touched.",
        List.of(
            "pick the ready backend with the fewest restarts",
            "end its container's processes with SIGKILL, from a pod on its node",
            "watch until it is ready again and the incident is closed"),
        "one backend pod of three, and the requests that it has not answered",
        new Disturbance.OnInstances(FaultKind.KILL, BACKEND, 1, seconds(30)),
        LOAD,
        BOUND,
        "the clients' own count of failures, the ledger against the database, and the pods' uids and counters",
        new Expectation.Diagnosed(BACKEND, Set.of(Cause.INSTANCE_CRASHED)),
        new Expectation.RecoveredWithin(From.FAULT, seconds(30)),
        new Expectation.HarmEndsWithin(KNOWN),
        new Expectation.OnlyActs(Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.REPLACE)),
        new Expectation.OthersUntouched(BACKEND),
        new Expectation.ReadyNeverBelow(BACKEND, 2),
        new Expectation.FailedAtMost(0.02));
  }

  private static Drill hangInstance() {
    return drill(
        "hang-instance",
        "One backend hangs",
        "A backend pod that no longer answers is taken out of its Service by its readiness and is replaced or restarted, while its peers are left alone.",
        List.of(
            "pick the ready backend with the fewest restarts",
            "stop its container's processes with SIGSTOP, from a pod on its node",
            "watch until all are ready again and the incident is closed",
            "let what is left of it go on"),
        "one backend pod of three",
        new Disturbance.OnInstances(FaultKind.HANG, BACKEND, 1, seconds(120)),
        LOAD,
        BOUND,
        "the clients' count of failures, and the pods' uids and counters",
        new Expectation.Diagnosed(BACKEND, Set.of(Cause.INSTANCE_HUNG, Cause.INSTANCE_NOT_READY)),
        new Expectation.RecoveredWithin(From.FAULT, seconds(60)),
        new Expectation.HarmEndsWithin(seconds(30)),
        new Expectation.OnlyActs(
            Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.RESTART, RemedyKind.REPLACE)),
        new Expectation.OthersUntouched(BACKEND),
        new Expectation.ReadyNeverBelow(BACKEND, 2),
        new Expectation.FailedAtMost(0.08));
  }

  private static Drill killTwo() {
    return drill(
        "kill-two",
        "Two backends are killed at once",
        "With two of three backends killed at once the third one serves on, the kubelet restarts the two, and the operator adds no disruption of its own.",
        List.of(
            "pick the two ready backends with the fewest restarts",
            "end their containers' processes with SIGKILL, from a pod on each one's node",
            "watch until both are ready again and the incident is closed"),
        "two backend pods of three, and the requests that they have not answered",
        new Disturbance.OnInstances(FaultKind.KILL, BACKEND, 2, seconds(30)),
        LOAD,
        BOUND,
        "the clients' own count of failures, the ledger against the database, and the third pod's uid and counter",
        new Expectation.Diagnosed(
            BACKEND, Set.of(Cause.INSTANCE_CRASHED, Cause.SHARED_CAUSE_UNKNOWN)),
        new Expectation.RecoveredWithin(From.FAULT, seconds(45)),
        new Expectation.HarmEndsWithin(KNOWN),
        new Expectation.OnlyActs(Set.of(RemedyKind.AWAIT_PLATFORM)),
        new Expectation.OthersUntouched(BACKEND),
        new Expectation.ReadyNeverBelow(BACKEND, 1),
        new Expectation.FailedAtMost(0.05));
  }

  private static Drill backendAllKilled() {
    return drill(
        "backend-all-killed",
        "All backends are killed at once",
        "With all three backends killed at once the kubelet restarts them, the operator adds no disruption of its own, and no acknowledged booking is lost.",
        List.of(
            "pick all three backends",
            "end their containers' processes with SIGKILL, from a pod on each one's node",
            "watch until all are ready again and the incident is closed"),
        "every booking request, until the first backend is back",
        new Disturbance.OnInstances(FaultKind.KILL, BACKEND, 3, seconds(30)),
        LOAD,
        BOUND,
        "the clients' failures by the second, the pods' counters, and the ledger against the database",
        new Expectation.Diagnosed(
            BACKEND, Set.of(Cause.INSTANCE_CRASHED, Cause.SHARED_CAUSE_UNKNOWN)),
        new Expectation.RecoveredWithin(From.FAULT, seconds(60)),
        new Expectation.HarmEndsWithin(seconds(60)),
        new Expectation.OnlyActs(Set.of(RemedyKind.AWAIT_PLATFORM)));
  }

  private static Drill frontendKilled() {
    return on(
        FRONTEND,
        "frontend-killed",
        "One of two frontends is killed",
        "A killed frontend is restarted or replaced while the other one serves the pages, nothing is lost but the requests on their way to it, and no other pod is touched.",
        List.of(
            "send a tenth of the requests through the pages, by real forms",
            "pick the ready frontend with the fewest restarts",
            "end its container's processes with SIGKILL, from a pod on its node",
            "watch until it is ready again and the incident is closed"),
        "one frontend pod of two, and the requests that it has not answered",
        new Disturbance.OnInstances(FaultKind.KILL, FRONTEND, 1, seconds(30)),
        LOAD.throughPages(0.1),
        BOUND,
        "the guests' own count of pages that failed, the ledger, and the pods' uids and counters",
        new Expectation.Diagnosed(FRONTEND, Set.of(Cause.INSTANCE_CRASHED)),
        new Expectation.RecoveredWithin(From.FAULT, seconds(30)),
        new Expectation.HarmEndsWithin(KNOWN),
        new Expectation.OnlyActs(Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.REPLACE)),
        new Expectation.OthersUntouched(FRONTEND),
        new Expectation.Untouched(BACKEND),
        new Expectation.ReadyNeverBelow(FRONTEND, 1),
        new Expectation.FailedAtMost(0.005));
  }

  private static Drill badRelease() {
    return drill(
        "bad-release",
        "A release that never becomes ready",
        "A new revision whose pods never become ready is diagnosed as a bad release and rolled back to the proven revision, while the old pods serve every request.",
        List.of(
            "wait until the current revision is proven good",
            "set the Deployment to BOOKING_FAULT=never-ready",
            "watch until the roll-back is verified",
            "put the environment back: no new revision may come of it"),
        "one surge pod; the three old ones stay",
        new Disturbance.BadRelease(BACKEND, "never-ready", seconds(180)),
        LOAD,
        BOUND,
        "the journal's verified roll-back, an original that makes no new revision, and the clients' count of failures",
        new Expectation.Diagnosed(BACKEND, Set.of(Cause.BAD_RELEASE)),
        new Expectation.Acted(BACKEND, RemedyKind.ROLL_BACK),
        new Expectation.VerifiedWithin(RemedyKind.ROLL_BACK, seconds(90)),
        new Expectation.OriginalCurrent(BACKEND),
        new Expectation.OnlyActs(Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.ROLL_BACK)),
        new Expectation.ActsAtMost(RemedyKind.ROLL_BACK, 1),
        new Expectation.Untouched(BACKEND),
        new Expectation.ReadyNeverBelow(BACKEND, 2),
        new Expectation.FailedAtMost(0));
  }

  private static Drill deadlocked() {
    return drill(
        "deadlocked-backend",
        "Backends that are alive and stuck",
        "A new revision whose threads deadlock while it still answers its readiness probe is found by its liveness, and rolled back.",
        List.of(
            "wait until the current revision is proven good",
            "set the Deployment to BOOKING_FAULT=deadlock",
            "watch until the roll-back is verified",
            "put the environment back: no new revision may come of it"),
        "every booking request, until the roll-back",
        new Disturbance.BadRelease(BACKEND, "deadlock", seconds(420)),
        LOAD,
        Duration.ofMinutes(9),
        "the journal's causes in their order, an original that makes no new revision, and the ledger",
        new Expectation.Diagnosed(BACKEND, Set.of(Cause.BAD_RELEASE)),
        new Expectation.Acted(BACKEND, RemedyKind.ROLL_BACK),
        new Expectation.HarmEndsWithin(seconds(300)),
        new Expectation.OriginalCurrent(BACKEND),
        new Expectation.OnlyActs(
            Set.of(
                RemedyKind.AWAIT_PLATFORM,
                RemedyKind.RESTART,
                RemedyKind.REPLACE,
                RemedyKind.ROLL_BACK)),
        new Expectation.ActsAtMost(RemedyKind.ROLL_BACK, 1),
        new Expectation.Untouched(DATABASE));
  }

  private static Drill rollingUpdate() {
    return drill(
        "rolling-update",
        "A good release rolls out under load",
        "A new revision replaces every backend pod under load without a failed request, and the operator does nothing about it.",
        List.of(
            "set the Deployment to another environment variable",
            "watch until every pod is a new one",
            "put the environment back: it rolls out in the same way"),
        "nothing: each pod is replaced after its successor is ready",
        new Disturbance.GoodRelease(BACKEND, seconds(230)),
        LOAD,
        BOUND,
        "the uids of all pods before and after, the clients' count of failures, and the ledger",
        new Expectation.RolledOutWithin(BACKEND, seconds(180)),
        new Expectation.NoIncident(),
        new Expectation.OnlyActs(Set.of()),
        new Expectation.ReadyNeverBelow(BACKEND, 3),
        new Expectation.FailedAtMost(0));
  }

  private static Drill databaseFailover() {
    return drill(
        "database-failover",
        "The database's primary is killed",
        "When the primary is killed Patroni fails over, the operator restarts no backend for it, all of them serve again, and no acknowledged booking is lost.",
        List.of(
            "end the primary's processes, Patroni among them, with SIGKILL, from a pod on its node",
            "watch until every member and every backend is ready and the incidents are closed"),
        "every booking request, until another member leads",
        new Disturbance.OnPrimary(FaultKind.KILL, DATABASE, seconds(30)),
        LOAD,
        BOUND,
        "the backends' uids and counters before and after, the clients' failures by the second, and the ledger against the database",
        new Expectation.RecoveredWithin(From.FAULT, seconds(90)),
        new Expectation.HarmEndsWithin(seconds(90)),
        new Expectation.OnlyActs(
            Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.HOLD_RESTARTS, RemedyKind.ESCALATE)),
        new Expectation.Untouched(BACKEND),
        new Expectation.OthersUntouched(DATABASE));
  }

  private static Drill databaseHang() {
    return drill(
        "database-hang",
        "The database hangs",
        "While every member of the database hangs no backend is restarted, and all of them serve again when it goes on.",
        List.of(
            "stop the processes of every member with SIGSTOP for 15 s, from a pod on each one's node",
            "let them go on",
            "watch until every member and every backend is ready and the incidents are closed"),
        "every booking request, for as long as the database hangs",
        new Disturbance.OnInstances(FaultKind.HANG, DATABASE, 3, seconds(15)),
        LOAD,
        BOUND,
        "the uids and counters of backends and members before and after, and the ledger",
        new Expectation.RecoveredWithin(From.FAULT_END, seconds(60)),
        new Expectation.OnlyActs(
            Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.HOLD_RESTARTS, RemedyKind.ESCALATE)),
        new Expectation.Untouched(BACKEND),
        new Expectation.Untouched(DATABASE));
  }

  private static Drill drill(
      String name,
      String title,
      String hypothesis,
      List<String> steps,
      String blastRadius,
      Disturbance disturbance,
      Drill.Load load,
      Duration bound,
      String proof,
      Expectation... expectations) {
    return on(
        BACKEND,
        name,
        title,
        hypothesis,
        steps,
        blastRadius,
        disturbance,
        load,
        bound,
        proof,
        expectations);
  }

  /** Each of them expects of the books what every drill does. */
  private static Drill on(
      String workload,
      String name,
      String title,
      String hypothesis,
      List<String> steps,
      String blastRadius,
      Disturbance disturbance,
      Drill.Load load,
      Duration bound,
      String proof,
      Expectation... expectations) {
    List<Expectation> all = new ArrayList<>(List.of(expectations));
    all.add(new Expectation.NothingLost());
    all.add(new Expectation.MoneyAddsUp());
    return new Drill(
        name,
        title,
        hypothesis,
        steps,
        blastRadius,
        workload,
        disturbance,
        load,
        WARM_UP,
        all,
        bound,
        QUIET,
        proof);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
