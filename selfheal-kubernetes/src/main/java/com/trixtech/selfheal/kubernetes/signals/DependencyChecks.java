package com.trixtech.selfheal.kubernetes.signals;

import com.trixtech.selfheal.core.signals.Snapshot.DependencyFact;
import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.manifest.semantics.PostgresPing;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.HttpGet;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Postgres;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.TcpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every declared dependency by itself, so that a dependent's word is not the only
 * evidence. Each has a virtual thread of its own: a slow one delays no other. Thread-safe.
 */
public final class DependencyChecks implements AutoCloseable {
  private final InstantSource clock;
  private final Function<String, Optional<String>> endpoints;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final Map<DependencyProbe, Watch> watches = new ConcurrentHashMap<>();

  private record Answer(boolean good, String detail) {}

  /** One dependency being looked at. */
  private static final class Watch {
    final Thread thread;
    volatile @Nullable DependencyFact fact;
    private int run;
    private boolean last;

    Watch(Runnable body) {
      thread = Thread.ofVirtual().unstarted(body);
    }

    /** A run of equal answers makes a fact; the first is all there is to go by. */
    void note(DependencyProbe probe, Answer answer, Instant at) {
      DependencyFact known = fact;
      run = known != null && last == answer.good() ? run + 1 : 1;
      last = answer.good();
      int threshold = answer.good() ? probe.successThreshold() : probe.failureThreshold();
      boolean reachable = known == null || run >= threshold ? answer.good() : known.reachable();
      fact = new DependencyFact(at, probe.dependent(), probe.name(), reachable, answer.detail());
    }
  }

  /**
   * Looks at nothing yet.
   *
   * @param endpoints says of a host what is known of the endpoints behind it; told with each answer
   *     that is no good one
   */
  public DependencyChecks(InstantSource clock, Function<String, Optional<String>> endpoints) {
    this.clock = clock;
    this.endpoints = endpoints;
  }

  /** Looks at what these policies declare, and at nothing else any more. */
  public synchronized void follow(Collection<HealPolicy> policies) {
    Set<DependencyProbe> wanted =
        policies.stream()
            .flatMap(p -> DependencyProbe.of(p).stream())
            .collect(Collectors.toUnmodifiableSet());
    watches.forEach((probe, watch) -> {
      if (!wanted.contains(probe)) {
        watches.remove(probe);
        watch.thread.interrupt();
      }
    });
    for (DependencyProbe probe : wanted) {
      if (!watches.containsKey(probe)) {
        Watch watch = new Watch(() -> look(probe));
        watches.put(probe, watch);
        watch.thread.start();
      }
    }
  }

  /** What is known of each that was looked at at least once. */
  public List<DependencyFact> facts() {
    return watches.values().stream().flatMap(w -> Optional.ofNullable(w.fact).stream()).toList();
  }

  private void look(DependencyProbe probe) {
    try {
      for (Watch watch = watches.get(probe); watch != null; watch = watches.get(probe)) {
        Instant begun = clock.instant();
        watch.note(probe, explained(probe, ask(probe)), clock.instant());
        Thread.sleep(positive(Duration.between(clock.instant(), begun.plus(probe.period()))));
      }
    } catch (InterruptedException noLongerWanted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration positive(Duration wait) {
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private Answer explained(DependencyProbe probe, Answer answer) {
    return answer.good()
        ? answer
        : endpoints
            .apply(Objects.requireNonNull(probe.question().host()))
            .map(behind -> new Answer(false, answer.detail() + "; " + behind))
            .orElse(answer);
  }

  private Answer ask(DependencyProbe probe) throws InterruptedException {
    String host = Objects.requireNonNull(probe.question().host());
    String where = host + ":" + probe.question().port();
    try {
      return switch (probe.question()) {
        case TcpSocket tcp -> connect(host, tcp.port(), where, probe.timeout());
        case HttpGet get -> get(where, get.path(), probe.timeout());
        case Postgres postgres -> {
          PostgresPing.Answer said = PostgresPing.ask(host, postgres.port(), probe.timeout());
          yield new Answer(said.ready(), where + ": " + said.detail());
        }
      };
    } catch (IOException | IllegalArgumentException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Answer(false, "%s: %s".formatted(where, why));
    }
  }

  private static Answer connect(String host, int port, String where, Duration timeout)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
      return new Answer(true, where + ": a connection opens");
    }
  }

  private Answer get(String where, String path, Duration timeout)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + where + path)).timeout(timeout).build();
    int code = http.send(request, BodyHandlers.discarding()).statusCode();
    return new Answer(code >= 200 && code < 400, "GET %s%s: %d".formatted(where, path, code));
  }

  @Override
  public void close() {
    follow(List.of());
    http.shutdownNow();
  }
}
