package com.trixtech.selfheal.manifest.semantics;

import com.trixtech.selfheal.manifest.policy.Spec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A probe with Kubernetes' defaults filled in and its named port resolved. Immutable.
 *
 * @param terminationGracePeriod the probe's own grace before the KILL; empty = the pod's
 */
public record ProbeSpec(
    Handler handler,
    Duration initialDelay,
    Duration period,
    Duration timeout,
    int successThreshold,
    int failureThreshold,
    Optional<Duration> terminationGracePeriod) {

  /** What the probe does. */
  public sealed interface Handler {}

  /** One that asks over the network; a null host is the instance's own address. */
  public sealed interface Network extends Handler {
    @Nullable String host();

    int port();

    /** The same question, asked there. */
    Network at(String host, int port);
  }

  /** GET; 200 to 399 is success. */
  public record HttpGet(
      String scheme, @Nullable String host, int port, String path, List<Header> headers)
      implements Network {
    @Override
    public HttpGet at(String host, int port) {
      return new HttpGet(scheme, host, port, path, headers);
    }
  }

  /** A request header. */
  public record Header(String name, String value) {}

  /** A connection that opens is success. */
  public record TcpSocket(@Nullable String host, int port) implements Network {
    @Override
    public TcpSocket at(String host, int port) {
      return new TcpSocket(host, port);
    }
  }

  /** A PostgreSQL that takes sessions is success ({@link PostgresPing}); no probe, only a check. */
  public record Postgres(@Nullable String host, int port) implements Network {
    @Override
    public Postgres at(String host, int port) {
      return new Postgres(host, port);
    }
  }

  /**
   * Exit code 0 is success. The words are taken as they are: Kubernetes does not expand {@code
   * $(VAR)} here.
   */
  public record Exec(List<String> command) implements Handler {}

  /**
   * Normalises one probe of a container.
   *
   * @throws IllegalArgumentException for a grpc probe, no or several handlers, and a port name that
   *     the container does not declare
   */
  public static ProbeSpec of(Probe probe, Container container) {
    return new ProbeSpec(
        handler(probe, container),
        seconds(probe.getInitialDelaySeconds(), 0),
        seconds(probe.getPeriodSeconds(), 10),
        seconds(probe.getTimeoutSeconds(), 1),
        orDefault(probe.getSuccessThreshold(), 1),
        orDefault(probe.getFailureThreshold(), 3),
        Optional.ofNullable(probe.getTerminationGracePeriodSeconds()).map(Duration::ofSeconds));
  }

  /** What a check of a dependency asks; a null host is the dependency's own address. */
  public static Network question(Spec.Check check) {
    Spec.HttpCheck http = check.httpGet();
    Spec.PostgresCheck postgres = check.postgres();
    Spec.TcpCheck tcp = check.tcpSocket();
    if (http != null) {
      return new HttpGet("HTTP", http.host(), http.port(), http.path(), List.of());
    }
    if (postgres != null) {
      return new Postgres(postgres.host(), postgres.port());
    }
    if (tcp != null) {
      return new TcpSocket(tcp.host(), tcp.port());
    }
    throw new IllegalArgumentException("check: asks nothing (expected: exactly one question)");
  }

  private static Handler handler(Probe probe, Container container) {
    if (probe.getGrpc() != null) {
      throw new IllegalArgumentException(
          "grpc: not supported (expected: httpGet, tcpSocket or exec)");
    }
    var http = probe.getHttpGet();
    var tcp = probe.getTcpSocket();
    var exec = probe.getExec();
    int handlers = (http != null ? 1 : 0) + (tcp != null ? 1 : 0) + (exec != null ? 1 : 0);
    if (handlers != 1) {
      throw new IllegalArgumentException(
          handlers + " handlers (expected: exactly one of httpGet, tcpSocket, exec)");
    }
    if (http != null) {
      String path = Objects.requireNonNullElse(http.getPath(), "/");
      return new HttpGet(
          Objects.requireNonNullElse(http.getScheme(), "HTTP"),
          http.getHost(),
          port(http.getPort(), container),
          path.startsWith("/") ? path : "/" + path,
          http.getHttpHeaders().stream().map(ProbeSpec::header).toList());
    }
    if (tcp != null) {
      return new TcpSocket(tcp.getHost(), port(tcp.getPort(), container));
    }
    if (exec.getCommand().isEmpty()) {
      throw new IllegalArgumentException(
          "exec.command: empty (expected: a program and its arguments)");
    }
    return new Exec(List.copyOf(exec.getCommand()));
  }

  private static Header header(HTTPHeader header) {
    return new Header(header.getName(), Objects.requireNonNullElse(header.getValue(), ""));
  }

  private static int port(@Nullable IntOrString port, Container container) {
    if (port == null) {
      throw new IllegalArgumentException(
          "port: missing (expected: a number or the name of a container port)");
    }
    if (port.getIntVal() != null) {
      return port.getIntVal();
    }
    return container.getPorts().stream()
        .filter(declared -> Objects.equals(declared.getName(), port.getStrVal()))
        .findFirst()
        .map(declared -> declared.getContainerPort())
        .orElseThrow(() ->
            new IllegalArgumentException(
                "port: "
                    + port.getStrVal()
                    + " (expected: a number or the name of a port of container "
                    + container.getName()
                    + ")"));
  }

  private static Duration seconds(@Nullable Integer value, int otherwise) {
    return Duration.ofSeconds(orDefault(value, otherwise));
  }

  /** Kubernetes reads 0 as "not set"; for the delay both are the same. */
  private static int orDefault(@Nullable Integer value, int otherwise) {
    return value == null || value == 0 ? otherwise : value;
  }
}
