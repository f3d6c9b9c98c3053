package com.trixtech.selfheal.manifest.semantics;

import io.fabric8.kubernetes.api.model.Service;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The variables that Kubernetes injects for a Service of the same namespace: {@code
 * {NAME}_SERVICE_HOST}, {@code _SERVICE_PORT}, {@code _SERVICE_PORT_{PORTNAME}} and the {@code
 * {NAME}_PORT…} family that Docker links once had. A headless or ExternalName Service has none,
 * since it has no address of its own. Stateless.
 */
public final class ServiceEnvironment {
  private ServiceEnvironment() {}

  /** The variables of one Service that answers on {@code address}. */
  public static Map<String, String> of(Service service, String address) {
    Map<String, String> env = new LinkedHashMap<>();
    var spec = service.getSpec();
    if (isHeadless(service) || "ExternalName".equals(spec.getType()) || spec.getPorts().isEmpty()) {
      return env;
    }
    String name = variable(service.getMetadata().getName());
    env.put(name + "_SERVICE_HOST", address);
    env.put(name + "_SERVICE_PORT", String.valueOf(spec.getPorts().getFirst().getPort()));
    for (var port : spec.getPorts()) {
      if (port.getName() != null && !port.getName().isEmpty()) {
        env.put(name + "_SERVICE_PORT_" + variable(port.getName()), String.valueOf(port.getPort()));
      }
    }
    String host = address.contains(":") ? "[" + address + "]" : address;
    for (var port : spec.getPorts()) {
      String protocol = Objects.requireNonNullElse(port.getProtocol(), "TCP");
      String url = protocol.toLowerCase(Locale.ROOT) + "://" + host + ":" + port.getPort();
      String link = name + "_PORT_" + port.getPort() + "_" + protocol.toUpperCase(Locale.ROOT);
      env.putIfAbsent(name + "_PORT", url);
      env.put(link, url);
      env.put(link + "_PROTO", protocol.toLowerCase(Locale.ROOT));
      env.put(link + "_PORT", String.valueOf(port.getPort()));
      env.put(link + "_ADDR", address);
    }
    return env;
  }

  /** Whether the Service has no address of its own. */
  public static boolean isHeadless(Service service) {
    return "None".equals(service.getSpec().getClusterIP());
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
