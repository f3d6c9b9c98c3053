package com.trixtech.selfheal.drill;

import java.time.Duration;
import java.util.List;

/**
 * One drill.
 *
 * @param name what people type
 * @param hypothesis one sentence that the run confirms or refutes
 * @param blastRadius what may be harmed at most
 * @param workload whose diagnosis and instances are watched
 * @param warmUp load before the fault: the baseline
 * @param expectations what must hold; the order is the order of the report
 * @param bound from the fault until all is recovered, verified and quiet; over it the drill has
 *     failed
 * @param quietFor how long nothing may ail before the drill ends
 * @param proof what proves it
 */
public record Drill(
    String name,
    String title,
    String hypothesis,
    List<String> steps,
    String blastRadius,
    String workload,
    Disturbance disturbance,
    Load load,
    Duration warmUp,
    List<Expectation> expectations,
    Duration bound,
    Duration quietFor,
    String proof) {

  public Drill {
    steps = List.copyOf(steps);
    expectations = List.copyOf(expectations);
    require(!steps.isEmpty(), "steps", steps, "at least one");
    require(!expectations.isEmpty(), "expectations", expectations, "at least one");
    require(bound.isPositive(), "bound", bound, "more than zero");
    require(
        warmUp.compareTo(Duration.ofSeconds(3)) >= 0, "warmUp", warmUp, ">= 3 s, or no baseline");
  }

  private static void require(boolean holds, String what, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: %s (expected: %s) in drill".formatted(what, value, expected));
    }
  }

  /**
   * The traffic under which it runs.
   *
   * @param writeShare part of the requests that book, pay or cancel, 0 to 0.42; the rest reads
   * @param pageShare part of the requests that is for pages of the frontend, forms included; 0 to 1
   */
  public record Load(
      int requestsPerSecond, double writeShare, Duration requestTimeout, double pageShare) {
    /** Mixed reads and writes, as the project's targets are stated. */
    public static final Load DEFAULT = new Load(200, 0.4, Duration.ofSeconds(5), 0);

    /** The same at another rate. */
    public Load at(int requestsPerSecond) {
      return new Load(requestsPerSecond, writeShare, requestTimeout, pageShare);
    }

    /** The same, and part of it through the pages. */
    public Load throughPages(double share) {
      return new Load(requestsPerSecond, writeShare, requestTimeout, share);
    }
  }

  /** The same under another load. */
  public Drill under(Load other) {
    return new Drill(
        name,
        title,
        hypothesis,
        steps,
        blastRadius,
        workload,
        disturbance,
        other,
        warmUp,
        expectations,
        bound,
        quietFor,
        proof);
  }

  /** Whether an incident is expected at all. */
  public boolean expectsDiagnosis() {
    return expectations.stream().anyMatch(e -> e instanceof Expectation.Diagnosed);
  }
}
