package com.trixtech.booking.gateway;

import com.trixtech.booking.gateway.http.Answer;
import com.trixtech.booking.gateway.provider.FaultSwitch;
import com.trixtech.booking.gateway.provider.Servers;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** What {@code /metrics} shows, in Prometheus's text format. Thread-safe. */
final class Metrics implements AutoCloseable {
  private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  Metrics(Servers servers, FaultSwitch faults, AtomicInteger inFlight, BooleanSupplier writing) {
    new JvmMemoryMetrics().bindTo(registry);
    gc.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("payment_gateway_busy_servers", servers, Servers::busy)
        .description("Servers that are at work")
        .register(registry);
    Gauge.builder("payment_gateway_queued_requests", servers, Servers::queued)
        .description("Requests that wait for a server")
        .register(registry);
    Gauge.builder("http_server_requests_active", inFlight, AtomicInteger::get)
        .description("Requests that have no answer yet, this one included")
        .register(registry);
    Gauge.builder("payment_gateway_fault", faults, f -> f.now().isPresent() ? 1 : 0)
        .description("1 while a drill's fault is switched on")
        .register(registry);
    Gauge.builder("health_check_status", writing, w -> w.getAsBoolean() ? 1 : 0)
        .description("1 while the check is good")
        .tag("check", "store")
        .register(registry);
  }

  /**
   * @param route the path's pattern, not the path: keys must not become labels
   * @param status 0 where the connection was closed instead of an answer
   */
  void served(String method, String route, int status, Duration took) {
    Timer.builder("http_server_requests")
        .tag("method", method)
        .tag("uri", route)
        .tag("status", status == 0 ? "none" : Integer.toString(status))
        .publishPercentileHistogram(false)
        .register(registry)
        .record(took);
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
