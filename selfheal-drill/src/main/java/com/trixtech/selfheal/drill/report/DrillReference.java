package com.trixtech.selfheal.drill.report;

import com.trixtech.booking.load.ledger.Breach;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.Expectation;
import com.trixtech.selfheal.drill.Verdict;
import com.trixtech.selfheal.drill.catalogue.Drills;
import com.trixtech.selfheal.drill.evidence.RunStatus;
import com.trixtech.selfheal.drill.evidence.Seconds;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code docs/drills.md}, from the catalogue; a test holds the committed page to it. */
public final class DrillReference {
  private static final String HEAD =
      """
      # Drills

      A drill breaks something on purpose, on the running system and under load, and holds what happens against what it said before: what the healer must
      diagnose, what it must do, what it must never do, and within which time. Generated from the catalogue in `selfheal-drill`.

          ./selfheal drill list
          ./selfheal drill run kill-instance
          ./selfheal drill run bad-release --control     once more with the healer only observing, side by side
          ./selfheal drill run kill-instance --repeat 5  median, least and most of each measure
          ./selfheal drill report

      Safety: a drill starts only in a steady state (every workload Healthy, no incident open, automation On), on a target that is there, with no other
      drill and no other fault under way. Every fault has a duration. It is taken back when the drill ends, on Ctrl-C too, and the runtime takes it back by
      itself should the drill's process die. A drill that cannot prove that its fault is gone says DIRTY, and no other one starts until
      `./selfheal drill clean`.

      The load is 200 requests a second, 40 % of them writes, from guests who search, book, pay, look, and sometimes cancel, pay with a bad card first, click twice or
      go away. They arrive in an open loop and keep their own books; those are held against the database's and the payment provider's at the end. A request fails with
      a 5xx, a time-out, a cut connection or an answer that contradicts the contract; 503 with Retry-After is counted apart, as shed, and is harm as well.

      """;

  private static final String CLUSTER =
      """

      ## On a cluster

          ./selfheal drill list -n shop
          ./selfheal drill run kill-instance -n shop     or kubectl selfheal drill run kill-instance -n shop

      The same questions, of the booking system in one namespace of a cluster, with the rights of whoever asks; [docs/kubernetes.md](kubernetes.md) says which.
      A cluster's bounds are its own: its kubelet asks every 5 or 10 s and waits longer before each restart. The load is 40 requests a second, from a pod beside
      the booking system. A fault is a pod on its victim's node; a release is a patch of the Deployment's environment. A lease `selfheal-drill` in the namespace
      keeps two people from drilling it at once, and says how to undo a release, so that `./selfheal drill clean -n shop` can do it from anywhere.

      """;

  private DrillReference() {}

  public static String markdown() {
    StringBuilder md = new StringBuilder(HEAD);
    md.append("## Verdicts\n\n");
    for (Verdict verdict : Verdict.values()) {
      md.append("- `%s`: %s.\n".formatted(verdict, verdict.sentence()));
    }
    md.append(
        "\nBeside it stands how far the run came, which says nothing about how good it was:\n\n");
    for (RunStatus status : RunStatus.values()) {
      md.append("- `%s`: %s.\n".formatted(status, status.sentence()));
    }
    md.append("\n## The catalogue\n\n");
    table(md, Drills.list());
    Drills.list().forEach(drill -> steps(md, drill));
    md.append(CLUSTER);
    table(md, Drills.onCluster());
    Drills.onCluster().forEach(drill -> steps(md, drill));
    md.append("\nNot on a cluster:\n\n");
    Drills.notOnCluster().forEach((name, why) -> md.append("- `%s`: %s.\n".formatted(name, why)));
    md.append("\n## What the books can show\n\n");
    for (Breach breach : Breach.values()) {
      md.append("- `%s`: %s.\n".formatted(breach.word(), breach.sentence()));
    }
    return md.toString();
  }

  private static void table(StringBuilder md, List<Drill> drills) {
    md.append("| drill | hypothesis | must | never | bound |\n|---|---|---|---|---|\n");
    for (Drill drill : drills) {
      md.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  drill.name(),
                  drill.hypothesis(),
                  sentences(drill, e -> !e.never()),
                  sentences(drill, Expectation::never),
                  Seconds.of(drill.bound())));
    }
  }

  private static void steps(StringBuilder md, Drill drill) {
    md.append("\n### `%s`: %s\n\n".formatted(drill.name(), drill.title()));
    int n = 1;
    for (String step : drill.steps()) {
      md.append("%d. %s\n".formatted(n++, step));
    }
    md.append(
        "\nBlast radius: %s. The fault ends after %s at the latest. Proof: %s.\n"
            .formatted(
                drill.blastRadius(), Seconds.of(drill.disturbance().duration()), drill.proof()));
  }

  private static String sentences(Drill drill, Predicate<Expectation> which) {
    String all =
        drill.expectations().stream()
            .filter(which)
            .map(Expectation::sentence)
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? "–" : all;
  }
}
