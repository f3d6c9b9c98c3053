package com.trixtech.booking.backend;

import com.trixtech.booking.backend.http.Answer;
import com.trixtech.booking.backend.payments.Provider;
import com.trixtech.selfheal.shield.health.Health;
import com.trixtech.selfheal.shield.limit.FrontDoor;
import com.trixtech.selfheal.shield.metrics.ShieldMetrics;
import com.trixtech.selfheal.shield.pool.RecoveringPool;
import com.trixtech.selfheal.shield.retry.RetryBudget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What {@code /metrics} shows, in Prometheus's text format. Thread-safe. */
final class Metrics implements AutoCloseable {
  private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

  private record Series(String name, String method, String path, int status) {}

  Metrics(RecoveringPool pool) {
    pool.setMetricRegistry(registry);
    new JvmMemoryMetrics().bindTo(registry);
    gc.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  void bind(Health health, FrontDoor door, Provider provider, AtomicInteger inFlight) {
    ShieldMetrics.bind(registry, health);
    ShieldMetrics.bind(registry, door.limit());
    ShieldMetrics.bind(registry, provider.shield());
    ShieldMetrics.bind(registry, RetryBudget.ofProcess());
    Gauge.builder("http.server.requests.active", inFlight, AtomicInteger::get)
        .description("requests that have no answer yet, this one included")
        .register(registry);
  }

  /**
   * @param route the path's pattern, not the path: ids must not become labels
   * @param status 0 where there was no answer
   */
  void served(String method, String route, int status, Duration took) {
    timer(new Series("http.server.requests", method, route, status)).record(took);
  }

  /** As {@link #served}, for calls of ours. */
  void called(String method, String route, int status, Duration took) {
    timer(new Series("http.client.requests", method, route, status)).record(took);
  }

  private Timer timer(Series series) {
    return timers.computeIfAbsent(
        series,
        s ->
            Timer.builder(s.name())
                .tag("method", s.method())
                .tag("uri", s.path())
                .tag("status", s.status() == 0 ? "none" : Integer.toString(s.status()))
                .register(registry));
  }

  Answer answer() {
    return Answer.text(FORMAT, registry.scrape());
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
