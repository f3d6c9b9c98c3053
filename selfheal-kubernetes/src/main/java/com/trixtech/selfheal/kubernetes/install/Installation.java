package com.trixtech.selfheal.kubernetes.install;

import com.trixtech.selfheal.manifest.policy.Mode;
import java.util.regex.Pattern;

/**
 * What differs from one installation of the operator to another. Immutable.
 *
 * @param namespace where the operator lives and whose workloads it heals
 * @param mode the most that any policy may do there; Approve needs the rights of Enforce
 */
public record Installation(String namespace, Mode mode) {
  /** The namespace of the booking system, for which the manifests are written. */
  public static final String DEFAULT_NAMESPACE = "trixtech";

  /** A label of RFC 1123, as the API server asks of a namespace's name. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /** Rejects a namespace that cannot exist, and the one that nobody should use. */
  public Installation {
    if (!NAME.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "namespace: "
              + namespace
              + " (expected: up to 63 of a-z, 0-9 and -, beginning and ending with a letter or digit)");
    }
    if (namespace.equals("default") || namespace.startsWith("kube-")) {
      throw new IllegalArgumentException(
          "namespace: " + namespace + " (expected: the namespace of an application)");
    }
  }
}
