package com.trixtech.selfheal.drill.report;

import com.trixtech.selfheal.drill.evidence.DrillResult;
import com.trixtech.selfheal.drill.evidence.DrillSeries;
import com.trixtech.selfheal.drill.evidence.Evidence;
import com.trixtech.selfheal.drill.evidence.HealerCost;
import com.trixtech.selfheal.drill.evidence.Measures;
import com.trixtech.selfheal.drill.evidence.Overload;
import com.trixtech.selfheal.drill.evidence.Seconds;
import com.trixtech.selfheal.drill.system.Traffic;
import com.trixtech.selfheal.server.api.IncidentView;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a run in words: one source for every report that people read. */
public final class Facts {
  private static final String NONE = "–";

  private Facts() {}

  /** By the words that stand before them. */
  public static Map<String, String> of(DrillResult result) {
    Evidence seen = result.evidence();
    Measures m = result.measures();
    Traffic.Result t = seen.traffic();
    Traffic.Books b = seen.books();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Diagnosis", seen.incident().map(IncidentView::cause).orElse("no incident"));
    facts.put("Detected after", ms(m.timeToDetectMs()));
    facts.put(
        "Recovered after",
        m.timeToRecoverMs() == null
            ? NONE
            : ms(m.timeToRecoverMs()) + " (by " + m.recoveryBy() + ")");
    facts.put("Recovered by", m.recoveredBy());
    facts.put("All ready again after", ms(m.readyAgainMs()));
    facts.put("Verified after the first symptom", ms(m.verifiedMs()));
    if (seen.healerRestartedAt() != null) {
      facts.put("Healing again after its restart", ms(m.healingAgainMs()));
    }
    facts.put(
        "Requests",
        "%d, %d failed, %d shed, %d deferred, p99 %s ms"
            .formatted(
                t.total(), t.failed(), t.shed(), t.deferred(), ReportJson.tenths(t.p99Ms())));
    if (t.pages() > 0) {
      facts.put("Pages and forms", "%d, %d failed or shed".formatted(t.pages(), t.pagesHarmed()));
    }
    Overload.of(seen)
        .ifPresent(o -> {
          facts.put("Goodput", o.sentence());
          facts.put("Guests of the burst gone after", ms(o.gone().toMillis()));
          facts.put("Served again after that", ms(o.servedAgain().toMillis()));
        });
    facts.put(
        "User-visible harm",
        t.firstHarm() == null || t.lastHarm() == null
            ? "none"
            : Seconds.of(Duration.between(t.firstHarm(), t.lastHarm())) + " from first to last");
    facts.put(
        "Bookings",
        b == null
            ? "not checked"
            : "%d acknowledged, %d lost, %d double"
                .formatted(b.acknowledged(), b.lost(), b.doubled()));
    facts.put("Payments", b == null ? "not checked" : payments(b.payments()));
    facts.put("Fewest ready", Integer.toString(m.minReady()));
    facts.put("Instances restarted", Integer.toString(m.restarted()));
    facts.put("Healer", healer(seen.healerCost()));
    return facts;
  }

  private static String payments(Traffic.Payments money) {
    return "%d charged, %d given back, %d double, %d for nothing, %d missing, %d wrong, %d unsettled; settled after %s"
        .formatted(
            money.charges(),
            money.refunds(),
            money.doubleCharged(),
            money.chargedForNothing(),
            money.notPaid(),
            money.wrongAmounts(),
            money.unsettled(),
            Seconds.of(money.settledAfter()));
  }

  private static String healer(@Nullable HealerCost cost) {
    if (cost == null) {
      return "not measured";
    }
    String memory = "%d MiB resident".formatted(cost.residentBytes() >> 20);
    return cost.cpuShare() < 0
        ? memory
        : memory + String.format(Locale.ROOT, ", %.1f %% of one core", cost.cpuShare() * 100);
  }

  static String ms(@Nullable Long millis) {
    return millis == null ? NONE : Seconds.of(Duration.ofMillis(millis));
  }

  /** Such as {@code t+2.134 s}. */
  static String offset(Evidence seen, Instant at) {
    Instant zero = seen.faultAt() == null ? seen.startedAt() : seen.faultAt();
    return String.format(Locale.ROOT, "t%+.3f s", Duration.between(zero, at).toMillis() / 1000.0);
  }

  /** Side by side: with the healer, and with the healer only observing. */
  public static Map<String, Map.Entry<String, String>> compared(
      DrillResult run, DrillResult control) {
    Map<String, Map.Entry<String, String>> both = new LinkedHashMap<>();
    Map<String, String> other = of(control);
    of(run)
        .forEach((name, value) -> both.put(name, Map.entry(value, other.getOrDefault(name, NONE))));
    return both;
  }

  /** The command that runs it again. */
  static String command(DrillSeries series) {
    return "./selfheal drill run "
        + series.shown().evidence().drill().name()
        + (series.control() == null ? "" : " --control")
        + (series.runs().size() == 1 ? "" : " --repeat " + series.runs().size())
        + series.options();
  }
}
