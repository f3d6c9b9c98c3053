package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.manifest.Manifests;
import com.trixtech.selfheal.manifest.semantics.DestinationPolicy;
import com.trixtech.selfheal.manifest.semantics.LabelMatch;
import com.trixtech.selfheal.manifest.semantics.RetryAnnotations;
import com.trixtech.selfheal.manifest.semantics.ServiceEnvironment;
import com.trixtech.selfheal.proxy.wire.DestinationSettings;
import com.trixtech.selfheal.proxy.wire.Endpoint;
import com.trixtech.selfheal.proxy.wire.Protocol;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Who serves what: the endpoints of all Services that have an address. Pure. */
final class ServiceRoutes {
  /** What routes know of one instance. */
  record Backend(
      String uid,
      String name,
      String ip,
      String namespace,
      String hash,
      PodTemplateSpec template,
      boolean ready,
      boolean terminating) {}

  private ServiceRoutes() {}

  /**
   * The whole truth about all Services.
   *
   * @param address of a Service, by its name
   */
  static List<ServiceRoute> of(
      Applied applied, List<Backend> backends, Function<String, String> address) {
    List<ServiceRoute> routes = new ArrayList<>();
    for (Service service : applied.services()) {
      if (!hasAddress(service)) {
        continue;
      }
      List<Backend> chosen = chosen(service, backends);
      RetryAnnotations retries = RetryAnnotations.of(service);
      DestinationSettings settings =
          applied
              .rule(service)
              .map(DestinationPolicy::of)
              .map(ServiceRoutes::settings)
              .orElseGet(DestinationSettings::defaults)
              .repeating(retries.perTryTimeout(), retries.idempotent());
      for (ServicePort port : service.getSpec().getPorts()) {
        routes.add(
            new ServiceRoute(
                name(service, port),
                address.apply(service.getMetadata().getName()),
                port.getPort(),
                protocol(port),
                chosen.stream().flatMap(b -> endpoint(b, port).stream()).toList(),
                settings));
      }
    }
    return routes;
  }

  /** A headless or external Service has no address, and so no proxy. */
  static boolean hasAddress(Service service) {
    return !ServiceEnvironment.isHeadless(service)
        && !"ExternalName".equals(service.getSpec().getType());
  }

  /** The Service's name; with its port's name where it has several. */
  static String name(Service service, ServicePort port) {
    String name = service.getMetadata().getName();
    return service.getSpec().getPorts().size() == 1
        ? name
        : name + "-" + Objects.requireNonNullElse(port.getName(), String.valueOf(port.getPort()));
  }

  /** HTTP where appProtocol, or else the port's name, says so. */
  static Protocol protocol(ServicePort port) {
    String name = Objects.requireNonNullElse(port.getName(), "");
    String said = Objects.requireNonNullElse(port.getAppProtocol(), name).toLowerCase(Locale.ROOT);
    return said.startsWith("http") && !said.startsWith("https") && !said.startsWith("http2")
        ? Protocol.HTTP
        : Protocol.TCP;
  }

  private static Optional<Endpoint> endpoint(Backend backend, ServicePort port) {
    return target(port, backend.template())
        .map(p -> new Endpoint(backend.uid(), backend.name(), backend.ip(), p, backend.hash()));
  }

  private static List<Backend> chosen(Service service, List<Backend> backends) {
    boolean unready = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
    var selector = service.getSpec().getSelector();
    return backends.stream()
        .filter(b -> b.namespace().equals(Manifests.namespaceOf(service)))
        .filter(b -> !b.terminating() && (b.ready() || unready))
        .filter(b -> LabelMatch.matches(selector, WorkloadSpec.labels(b.template())))
        .toList();
  }

  private static Optional<Integer> target(ServicePort port, PodTemplateSpec template) {
    var target = port.getTargetPort();
    if (target == null || Objects.equals(target.getIntVal(), 0)) {
      return Optional.of(port.getPort());
    }
    if (target.getIntVal() != null) {
      return Optional.of(target.getIntVal());
    }
    return template.getSpec().getContainers().getFirst().getPorts().stream()
        .filter(declared -> Objects.equals(declared.getName(), target.getStrVal()))
        .map(declared -> declared.getContainerPort())
        .findFirst();
  }

  private static DestinationSettings settings(DestinationPolicy policy) {
    DestinationSettings defaults = DestinationSettings.defaults();
    return new DestinationSettings(
        policy.maxConnections(),
        policy.http1MaxPendingRequests(),
        policy.maxRequestsPerConnection(),
        policy.maxRetries(),
        policy.connectTimeout(),
        defaults.perTryTimeout(),
        policy.consecutive5xxErrors(),
        policy.consecutiveGatewayErrors(),
        policy.splitExternalLocalOriginErrors(),
        policy.consecutiveLocalOriginFailures(),
        policy.interval(),
        policy.baseEjectionTime(),
        policy.maxEjectionPercent(),
        policy.minHealthPercent(),
        defaults.retryBudgetPercent(),
        defaults.minRetriesPerSecond(),
        defaults.idempotent());
  }
}
