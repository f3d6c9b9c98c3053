package com.trixtech.selfheal.sim;

import java.util.Set;
import java.util.function.Consumer;

/** See its sentence. */
final class EndsInTime extends Invariant {
  private static final Set<String> PROVEN =
      Set.of("Recovered", "RecoveredByPlatform", "RecoveredByItself");

  EndsInTime() {
    super(
        "ends-in-time",
        "Every incident ends or is escalated within 25 minutes; alone and with nothing in the way, a"
            + " healable fault ends as recovered without a person and an unhealable one reaches a"
            + " person; a closed incident's workload is well in the world.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    if (!(event instanceof Event.EpisodeEnded ended)) {
      return;
    }
    if (!ended.stuck().isEmpty()) {
      broken.accept(
          "%s: neither ended nor escalated: %s".formatted(ended.workload(), ended.stuck()));
    }
    if (!ended.wellInTheWorld()) {
      broken.accept(ended.workload() + " is not well at the end of the episode");
    }
    if (!ended.plain()) {
      return;
    }
    boolean healed = !ended.escalated() && PROVEN.containsAll(ended.endings());
    if (ended.expected() == Fault.Expected.HEALED && !healed) {
      broken.accept(
          "%s: healable, but ended %s%s"
              .formatted(
                  ended.workload(), ended.endings(), ended.escalated() ? " after escalation" : ""));
    }
    if (ended.expected() == Fault.Expected.ESCALATED && !ended.escalated()) {
      broken.accept(
          "%s: unhealable, but nobody was called: %s".formatted(ended.workload(), ended.endings()));
    }
  }
}
