package com.trixtech.selfheal.bench.operator;

import com.trixtech.selfheal.bench.operator.AuditLog.Request;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From a pod's status to the act: a pod's new status is answered by the API server, and later the
 * API server receives its eviction. Both times are of one machine's clock; the second is the audit
 * log's.
 */
public final class ReactionTime {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final String HOME = "selfheal-bench";

  private ReactionTime() {}

  /**
   * What is measured.
   *
   * @param workloads Deployments, and as many policies
   * @param podsEach ready pods of each
   * @param samples incidents, one after the other, each on a workload of its own as far as there
   *     are so many
   * @param warmUp incidents before them that are not counted
   */
  public record Plan(int workloads, int podsEach, int samples, int warmUp, Duration idle) {}

  /**
   * What came of it.
   *
   * @param millis from status to act, sorted
   * @param heapKib heap after a full collection at the end
   * @param peakKib most memory of the process
   * @param whileIdle requests by verb and resource while nothing happened
   * @param whileActing the same during the samples
   */
  public record Result(
      List<Double> millis,
      long heapKib,
      long peakKib,
      Map<String, Long> whileIdle,
      Map<String, Long> whileActing) {

    double percentile(double share) {
      return millis.get((int) Math.ceil(share * millis.size()) - 1);
    }

    /** Lists after the start; each is one too many that no watch asked for. */
    long lists() {
      return Stream.of(whileIdle, whileActing)
          .flatMap(m -> m.entrySet().stream())
          .filter(e -> e.getKey().startsWith("list "))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  /** Prints a page. Arguments: workloads, pods of each, samples. */
  public static void main(String[] arguments) throws Exception {
    if (!ControlPlane.present()) {
      System.err.println(
          "no control plane (expected: etcd, kube-apiserver and kubectl in"
              + " $KUBE_API_TEST_DIR/k8s/<version>-<os>-<arch> or ~/.kubeapitest/k8s/…)");
      System.exit(2);
    }
    Plan plan =
        new Plan(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            20,
            IDLE);
    Path folder = Files.createTempDirectory("selfheal-bench");
    System.out.print(page(plan, run(plan, folder, Path.of(""))));
    System.exit(0);
  }

  static Result run(Plan plan, Path folder, Path root) throws Exception {
    try (ControlPlane plane = new ControlPlane(folder, root)) {
      Population population = new Population(plane.admin(), plan.workloads(), plan.podsEach());
      say("making %d workloads of %d pods …".formatted(plan.workloads(), plan.podsEach()));
      population.settle();
      plane
          .admin()
          .resource(new NamespaceBuilder().withNewMetadata().withName(HOME).endMetadata().build())
          .create();
      try (OperatorProcess operator = new OperatorProcess(folder, plane.kubeconfig(), HOME)) {
        return measure(plan, plane, population, operator);
      }
    }
  }

  private static Result measure(
      Plan plan, ControlPlane plane, Population population, OperatorProcess operator)
      throws IOException, InterruptedException {
    until("the operator leads", () -> operator.metric("selfheal_leader") == 1);
    until("every policy is enabled", () -> enabled(plane) == plan.workloads());
    Instant settled = Instant.now();
    say("settled; idle for " + plan.idle().toSeconds() + " s …");
    until("the idle time is over", () -> Instant.now().isAfter(settled.plus(plan.idle())));
    Instant begun = Instant.now();
    Map<String, Instant> changed = new LinkedHashMap<>();
    for (int i = 0; i < plan.warmUp() + plan.samples(); i++) {
      String pod = incident(i, plan, population, operator, i >= plan.warmUp() ? changed : null);
      say("%d of %d: %s".formatted(i + 1, plan.warmUp() + plan.samples(), pod));
    }
    Instant ended = Instant.now();
    Map<String, Request> evicted = evictions(plane, changed);
    List<Double> millis = new ArrayList<>();
    changed.forEach((pod, at) ->
        millis.add(
            Duration.between(at, Objects.requireNonNull(evicted.get(pod)).received()).toNanos()
                / 1e6));
    millis.sort(null);
    return new Result(
        List.copyOf(millis),
        operator.heap(),
        operator.peak(),
        requests(plane, settled, begun),
        requests(plane, begun, ended));
  }

  private static long enabled(ControlPlane plane) {
    return plane.admin().resources(HealPolicy.class).inAnyNamespace().list().getItems().stream()
        .filter(p -> p.getStatus() != null && p.getStatus().phase() == PolicyPhase.Enabled)
        .count();
  }

  /** One incident from its beginning to its end. */
  private static String incident(
      int number,
      Plan plan,
      Population population,
      OperatorProcess operator,
      @Nullable Map<String, Instant> changed) {
    int workload = number % plan.workloads();
    int round = number / plan.workloads();
    String suffix = round == 0 ? "0" : "next-" + (round - 1);
    until("nothing is open", () -> operator.metric("selfheal_incidents_open") == 0);
    Instant at = population.crash(workload, suffix);
    String pod = Population.podName(workload, suffix);
    if (changed != null) {
      changed.put(pod, at);
    }
    until(pod + " is evicted", () -> population.ending(workload, suffix));
    // Until there is another pod it stays open; its figure is a step late, and one act at a time is
    // allowed: the next incident would wait for the proof of this one.
    until("its incident is counted", () -> operator.metric("selfheal_incidents_open") == 1);
    population.follow(workload, suffix, "next-" + round);
    return pod;
  }

  /** The accepted eviction of each pod; the log is a little late. */
  private static Map<String, Request> evictions(ControlPlane plane, Map<String, Instant> changed) {
    Map<String, Request> found = new TreeMap<>();
    until(
        "all evictions are in the audit log",
        () -> {
          plane.audit().of(OperatorProcess.USER).stream()
              .filter(r -> r.what().equals("pods/eviction") && r.code() < 300)
              .forEach(r -> found.putIfAbsent(r.name(), r));
          return found.keySet().containsAll(changed.keySet());
        });
    return found;
  }

  private static Map<String, Long> requests(ControlPlane plane, Instant from, Instant to) {
    return plane.audit().of(OperatorProcess.USER).stream()
        .filter(r -> !r.received().isBefore(from) && r.received().isBefore(to))
        .collect(
            Collectors.groupingBy(
                r -> r.verb() + " " + r.what(), TreeMap::new, Collectors.counting()));
  }

  private static void until(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static void say(String progress) {
    System.err.println(progress);
  }

  private static String page(Plan plan, Result result) {
    StringBuilder page = new StringBuilder();
    page.append(
        "| %,d policies, %,d pods | required | measured |\n|---|---|---|\n"
            .formatted(plan.workloads(), plan.workloads() * plan.podsEach()));
    page.append("| status to act, median | | %.0f ms |\n".formatted(result.percentile(0.5)));
    page.append("| 90 %% | | %.0f ms |\n".formatted(result.percentile(0.9)));
    page.append("| 99 %% | < 200 ms | %.0f ms |\n".formatted(result.percentile(0.99)));
    page.append("| longest of %d | | %.0f ms |\n".formatted(plan.samples(), result.percentile(1)));
    page.append(
        "| heap after a full collection (-Xmx%dm) | < 256 MiB | %d MiB |\n"
            .formatted(OperatorProcess.HEAP_MIB, result.heapKib() / 1024));
    page.append("| most memory of the process | | %d MiB |\n".formatted(result.peakKib() / 1024));
    page.append("| lists after the start | 0 | %d |\n\n".formatted(result.lists()));
    page.append("Requests in %d s without an incident:\n\n".formatted(plan.idle().toSeconds()));
    page.append(table(result.whileIdle()));
    page.append(
        "\nRequests in %d incidents, one after the other:\n\n"
            .formatted(plan.warmUp() + plan.samples()));
    page.append(table(result.whileActing()));
    return page.toString();
  }

  private static String table(Map<String, Long> requests) {
    return requests.entrySet().stream()
        .map(e -> "| %s | %d |\n".formatted(e.getKey(), e.getValue()))
        .collect(Collectors.joining("", "| request | times |\n|---|---|\n", ""));
  }
}
