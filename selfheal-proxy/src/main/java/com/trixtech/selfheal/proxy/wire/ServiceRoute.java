package com.trixtech.selfheal.proxy.wire;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One service: where it listens, who serves it, by which rules. Immutable.
 *
 * @param name the Service's name
 * @param listenHost loopback address to listen on
 * @param listenPort port to listen on, 1 to 65535
 * @param endpoints who may get requests now; an endpoint that is not here gets none
 */
public record ServiceRoute(
    String name,
    String listenHost,
    int listenPort,
    Protocol protocol,
    List<Endpoint> endpoints,
    DestinationSettings settings) {
  public ServiceRoute {
    Checks.text("name", name);
    Checks.text("listenHost", listenHost);
    Checks.port("listenPort", listenPort, 1);
    Checks.present("protocol", protocol);
    Checks.present("settings", settings);
    endpoints = List.copyOf(Checks.present("endpoints", endpoints));
    Set<String> uids = new HashSet<>();
    for (Endpoint endpoint : endpoints) {
      if (!uids.add(endpoint.uid())) {
        throw new IllegalArgumentException(
            "endpoints: uid " + endpoint.uid() + " twice (expected: once) in service " + name);
      }
    }
  }
}
