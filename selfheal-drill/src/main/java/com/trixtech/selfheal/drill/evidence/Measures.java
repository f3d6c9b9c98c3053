package com.trixtech.selfheal.drill.evidence;

import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.drill.system.Traffic;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.IncidentView.Line;
import com.trixtech.selfheal.server.api.IncidentView.RemedyView;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one run. All in milliseconds; null where the moment never came: no harm is not the
 * same as a harm of 0 ms.
 *
 * @param points t0 to t8, those that came
 * @param timeToDetectMs from the fault to the diagnosis
 * @param timeToRecoverMs by {@code recoveryBy}
 * @param recoveryBy {@code requests}: from the first failed request to the last one (as due);
 *     {@code readiness}: from the fault until every instance was ready again; {@code incident}:
 *     from the fault until the healer says that all was good; {@code none}
 * @param recoveredBy {@code healer}, {@code platform}, {@code fault-end}, {@code nothing} (there
 *     was nothing to recover from) or {@code not}
 * @param readyAgainMs from the fault until every instance was ready again
 * @param verifiedMs from the first symptom until the healer had proof
 * @param restarted instances of the workload that ended or were replaced
 */
public record Measures(
    Map<String, Instant> points,
    @Nullable Long timeToDetectMs,
    @Nullable Long timeToRecoverMs,
    String recoveryBy,
    String recoveredBy,
    @Nullable Long readyAgainMs,
    @Nullable Long verifiedMs,
    @Nullable Long healingAgainMs,
    int minReady,
    int restarted) {

  public static Measures of(Evidence seen) {
    Instant t0 = seen.faultAt();
    IncidentView incident = seen.incident().orElse(null);
    Traffic.Result traffic = seen.traffic();
    Instant ready = Recovery.readyAgain(seen);
    String by;
    Long recover;
    Instant end;
    if (t0 != null && traffic.firstHarm() != null && traffic.lastHarm() != null) {
      by = "requests";
      end = traffic.lastHarm();
      recover = between(later(t0, traffic.firstHarm()), end);
    } else if (t0 != null && ready != null) {
      by = "readiness";
      end = ready;
      recover = between(t0, end);
    } else if (t0 != null && incident != null && incident.recoveredAt() != null) {
      by = "incident";
      end = incident.recoveredAt();
      recover = between(t0, end);
    } else {
      by = "none";
      end = null;
      recover = null;
    }
    return new Measures(
        points(seen, incident, end),
        incident == null ? null : between(t0, incident.detectedAt()),
        recover,
        by,
        recoveredBy(seen, end),
        between(t0, ready),
        incident == null ? null : between(incident.openedAt(), seen.verifiedAt()),
        between(seen.healerRestartedAt(), seen.healingAgainAt()),
        seen.samples().stream()
            .mapToInt(s -> s.workload(seen.drill().workload()).map(w -> w.ready()).orElse(0))
            .min()
            .orElse(0),
        Recovery.restarted(seen, seen.drill().workload()));
  }

  private static Map<String, Instant> points(
      Evidence seen, @Nullable IncidentView incident, @Nullable Instant end) {
    Map<String, Instant> points = new LinkedHashMap<>();
    put(points, "t0", seen.faultAt());
    put(points, "t1", seen.traffic().firstHarm());
    if (incident != null) {
      List<Line> acts = lines(incident, "act").toList();
      put(points, "t2", incident.detectedAt());
      put(points, "t3", lines(incident, "diagnosis").map(Line::at).findFirst().orElse(null));
      if (!acts.isEmpty()) {
        Instant first = acts.getFirst().at();
        put(
            points,
            "t4",
            lines(incident, "guard")
                .map(Line::at)
                .filter(at -> !at.isAfter(first))
                .reduce((a, b) -> b)
                .orElse(null));
        put(points, "t5", first);
        put(points, "t6", acts.getLast().at());
      }
    }
    put(points, "t7", end);
    put(points, "t8", seen.faultEndedAt());
    return points;
  }

  private static Stream<Line> lines(IncidentView incident, String step) {
    return incident.timeline().stream().filter(l -> l.step().equals(step));
  }

  private static void put(Map<String, Instant> points, String name, @Nullable Instant at) {
    if (at != null) {
      points.put(name, at);
    }
  }

  /** A fault that ended before the recovery may have been the cure: say so. */
  private static String recoveredBy(Evidence seen, @Nullable Instant end) {
    if (end == null) {
      return seen.calmSince() == null ? "not" : "nothing";
    }
    Instant over = seen.faultEndedAt();
    if (!seen.drill().disturbance().momentary() && over != null && !end.isBefore(over)) {
      return "fault-end";
    }
    if (seen.calmSince() == null) {
      return "not";
    }
    boolean acted =
        seen.acts().stream().anyMatch(a -> mutates(a) && a.outcome().equals("Recovered"));
    return acted ? "healer" : "platform";
  }

  /** Whether the remedy changes the running system. */
  public static boolean mutates(RemedyView act) {
    return Stream.of(RemedyKind.values())
        .filter(kind -> kind.word().equals(act.remedy()))
        .allMatch(RemedyKind::mutates);
  }

  static @Nullable Long between(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? null : Duration.between(from, to).toMillis();
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
