package com.trixtech.selfheal.proxy.wire;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The whole configuration of the proxy at one moment. Immutable.
 *
 * @param generation grows with each change by its one author; the proxy refuses to go back
 * @param services every service; one that is missing is closed
 */
public record Routes(long generation, List<ServiceRoute> services) {
  public Routes {
    services = List.copyOf(Checks.present("services", services));
    Set<String> names = new HashSet<>();
    Set<String> listens = new HashSet<>();
    for (ServiceRoute service : services) {
      if (!names.add(service.name())) {
        throw new IllegalArgumentException(
            "services: " + service.name() + " twice (expected: once)");
      }
      String listen = service.listenHost() + ":" + service.listenPort();
      if (!listens.add(listen)) {
        throw new IllegalArgumentException(
            "listen: " + listen + " twice (expected: once) in service " + service.name());
      }
    }
  }

  /** No service at all: what a proxy starts with that was never configured. */
  public static Routes none() {
    return new Routes(0, List.of());
  }
}
