package com.trixtech.selfheal.kubernetes.signals;

import java.util.Set;

/**
 * Where the operator looks. Immutable.
 *
 * @param namespaces by name; empty = all of them
 * @param nodes whether nodes may be looked at, which needs a right in the whole cluster
 * @param endpoints whether EndpointSlices may be looked at; where not, failed checks say less
 * @param secrets whether Secrets may be looked at; where not, they count as unchanged
 */
public record Scope(Set<String> namespaces, boolean nodes, boolean endpoints, boolean secrets) {
  /** Copies the set. */
  public Scope {
    namespaces = Set.copyOf(namespaces);
  }
}
