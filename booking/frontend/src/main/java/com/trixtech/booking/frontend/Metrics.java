package com.trixtech.booking.frontend;

import com.trixtech.booking.frontend.backend.BookingBackend;
import com.trixtech.booking.frontend.web.Page;
import com.trixtech.selfheal.shield.health.Health;
import com.trixtech.selfheal.shield.metrics.ShieldMetrics;
import com.trixtech.selfheal.shield.retry.RetryBudget;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;

/** What {@code /metrics} shows, in Prometheus's text format. Thread-safe. */
final class Metrics implements AutoCloseable {
  private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    gc.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  void bind(BookingBackend backend, Health health) {
    backend.shields().forEach(shield -> ShieldMetrics.bind(registry, shield));
    ShieldMetrics.bind(registry, RetryBudget.ofProcess());
    ShieldMetrics.bind(registry, health);
  }

  /**
   * @param route the path's pattern, not the path: ids must not become labels
   */
  void served(String method, String route, int status, Duration took) {
    record("http_server_requests", method, route, Integer.toString(status), took);
  }

  /**
   * @param status that of the answer, or {@code none}
   */
  void called(String method, String route, String status, Duration took) {
    record("http_client_requests", method, route, status, took);
  }

  private void record(String name, String method, String route, String status, Duration took) {
    Timer.builder(name)
        .tag("method", method)
        .tag("uri", route)
        .tag("status", status)
        .register(registry)
        .record(took);
  }

  Page page() {
    return Page.of(200, FORMAT, registry.scrape());
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
