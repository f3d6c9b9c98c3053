package com.trixtech.selfheal.drill.evidence;

import com.trixtech.selfheal.drill.Verdict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one request, and the control beside them.
 *
 * @param control the same drill with the healer only observing; null where none was asked for
 * @param cutShort why there are fewer runs than were asked for; null where there are all
 * @param directory where the report stands
 * @param options what makes a command mean the same system, a space before each word
 */
public record DrillSeries(
    List<DrillResult> runs,
    @Nullable DrillResult control,
    @Nullable String cutShort,
    Path directory,
    String options) {

  public DrillSeries {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("runs: 0 (expected: at least one) in series");
    }
  }

  /** As its gravest run; the control is not judged. */
  public Verdict verdict() {
    return runs.stream()
        .map(DrillResult::verdict)
        .reduce(cutShort == null ? Verdict.PASSED : Verdict.INCONCLUSIVE, Verdict::and);
  }

  /** Why the verdict is what it is. */
  public List<String> reasons() {
    return Stream.concat(Stream.ofNullable(cutShort), shown().reasons().stream()).toList();
  }

  /** The run to show: the first of the gravest. */
  public DrillResult shown() {
    Verdict gravest = runs.stream().map(DrillResult::verdict).reduce(Verdict.PASSED, Verdict::and);
    return runs.stream().filter(r -> r.verdict() == gravest).findFirst().orElseThrow();
  }

  /** Every measure over all runs, by its name. Recovery times are skewed: never a bare mean. */
  public Map<String, Spread> spreads() {
    Map<String, Spread> spreads = new LinkedHashMap<>();
    measure(spreads, "timeToDetectMs", r -> number(r.measures().timeToDetectMs()));
    measure(spreads, "timeToRecoverMs", r -> number(r.measures().timeToRecoverMs()));
    measure(spreads, "readyAgainMs", r -> number(r.measures().readyAgainMs()));
    measure(spreads, "verifiedMs", r -> number(r.measures().verifiedMs()));
    measure(spreads, "healingAgainMs", r -> number(r.measures().healingAgainMs()));
    measure(spreads, "requestsFailed", r -> (double) r.evidence().traffic().failed());
    measure(spreads, "requestsShed", r -> (double) r.evidence().traffic().shed());
    measure(spreads, "p99Ms", r -> r.evidence().traffic().p99Ms());
    measure(spreads, "minReady", r -> (double) r.measures().minReady());
    measure(spreads, "restarted", r -> (double) r.measures().restarted());
    return spreads;
  }

  private void measure(
      Map<String, Spread> into, String name, Function<DrillResult, @Nullable Double> value) {
    double[] values =
        runs.stream().map(value).filter(Objects::nonNull).mapToDouble(v -> v).toArray();
    if (values.length > 0) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int middle = sorted.length / 2;
      double median =
          sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      into.put(
          name,
          new Spread(
              Arrays.stream(values).boxed().toList(),
              median,
              sorted[0],
              sorted[sorted.length - 1]));
    }
  }

  private static @Nullable Double number(@Nullable Long value) {
    return value == null ? null : (double) value;
  }

  /** One measure: every value in the order of the runs, and what sums them up. */
  public record Spread(List<Double> values, double median, double min, double max) {
    public Spread {
      values = List.copyOf(values);
    }
  }
}
