package com.trixtech.selfheal.kubernetes.signals;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What EndpointSlices say of a Service: why a check through it may fail although its pods are well.
 * Stateless.
 */
final class Endpoints {
  /** On each slice, the Service that it is of. */
  private static final String SERVICE = "kubernetes.io/service-name";

  private static final Pattern HOST =
      Pattern.compile(
          "(?<service>[a-z0-9-]+)\\.(?<namespace>[a-z0-9-]+)\\.svc(\\.cluster\\.local)?\\.?");

  private Endpoints() {}

  /** The group of a slice, and of a Service's slices. */
  static String group(EndpointSlice slice) {
    return key(
        slice.getMetadata().getNamespace(),
        Objects.requireNonNullElse(slice.getMetadata().getLabels(), Map.<String, String>of())
            .getOrDefault(SERVICE, ""));
  }

  private static String key(String namespace, String service) {
    return namespace + "/" + service;
  }

  /** Keeps what {@link #group} and {@link #sentence} read. */
  static EndpointSlice trim(EndpointSlice slice) {
    slice.getMetadata().setManagedFields(null);
    slice.getMetadata().setAnnotations(null);
    slice.setPorts(List.of());
    return slice;
  }

  /** The group that a host name stands for; empty where it is no name of a Service. */
  static Optional<String> groupOf(String host) {
    Matcher name = HOST.matcher(host);
    return name.matches()
        ? Optional.of(key(name.group("namespace"), name.group("service")))
        : Optional.empty();
  }

  /** For people: how many there are, and how many of them are served. */
  static String sentence(String group, List<EndpointSlice> slices) {
    List<Endpoint> all = slices.stream().flatMap(s -> s.getEndpoints().stream()).toList();
    String service = "Service " + group.substring(group.indexOf('/') + 1);
    return all.isEmpty()
        ? service + " has no endpoints: no pod matches it, or it is not there"
        : "%s has %d of %d endpoints ready"
            .formatted(service, names(all.stream().filter(Endpoints::ready).toList()), names(all));
  }

  /** One pod is in a slice for each family of addresses, and counts once. */
  private static int names(List<Endpoint> endpoints) {
    Set<Object> targets =
        endpoints.stream()
            .map(e -> e.getTargetRef() == null ? e.getAddresses() : e.getTargetRef().getUid())
            .collect(Collectors.toSet());
    return targets.size();
  }

  /** Absent is to be read as ready, as the field's documentation says. */
  private static boolean ready(Endpoint endpoint) {
    return endpoint.getConditions() == null
        || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
  }
}
