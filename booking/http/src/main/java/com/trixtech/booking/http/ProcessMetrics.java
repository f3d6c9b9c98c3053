package com.trixtech.booking.http;

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

/**
 * What {@code /metrics} shows, in Prometheus's text format: of the JVM, of requests, and what the
 * process adds to the registry. Thread-safe.
 */
public final class ProcessMetrics implements AutoCloseable {
  private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

  private record Series(String name, String method, String route, int status) {}

  public ProcessMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    gc.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Where the process adds what is its own. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Shows how many requests have no answer yet. */
  public void bind(AtomicInteger inFlight) {
    Gauge.builder("http.server.requests.active", inFlight, AtomicInteger::get)
        .description("requests that have no answer yet, this one included")
        .register(registry);
  }

  /**
   * Counts and times a request that was served.
   *
   * @param route the path's pattern, not the path: ids must not become labels
   * @param status 0 where there was no answer
   */
  public void served(String method, String route, int status, Duration took) {
    timer(new Series("http.server.requests", method, route, status)).record(took);
  }

  /** As {@link #served}, for calls of ours. */
  public void called(String method, String route, int status, Duration took) {
    timer(new Series("http.client.requests", method, route, status)).record(took);
  }

  private Timer timer(Series series) {
    return timers.computeIfAbsent(
        series,
        s ->
            Timer.builder(s.name())
                .tag("method", s.method())
                .tag("uri", s.route())
                .tag("status", s.status() == 0 ? "none" : Integer.toString(s.status()))
                .register(registry));
  }

  public Answer answer() {
    return Answer.text(200, FORMAT, registry.scrape());
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
