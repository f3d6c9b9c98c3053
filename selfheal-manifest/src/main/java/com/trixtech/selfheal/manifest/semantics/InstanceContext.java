package com.trixtech.selfheal.manifest.semantics;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the downward API knows of one instance. Immutable.
 *
 * @param podIp the instance's own address
 * @param hostIp the node's address
 */
public record InstanceContext(
    String podName,
    String namespace,
    String uid,
    String podIp,
    String hostIp,
    String nodeName,
    String serviceAccountName,
    Map<String, String> labels,
    Map<String, String> annotations) {
  private static final Pattern SUBSCRIPT =
      Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)']");

  /** Every path that {@link #field} knows, for messages. */
  public static final String FIELDS =
      "metadata.name, metadata.namespace, metadata.uid, metadata.labels['x'], metadata.annotations['x'], spec.nodeName, spec.serviceAccountName,"
          + " status.podIP, status.podIPs, status.hostIP, status.hostIPs";

  /** Copies the maps. */
  public InstanceContext {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /** Whether {@link #field} knows this path. */
  public static boolean knows(String path) {
    return SUBSCRIPT.matcher(path).matches()
        || FIELDS.contains(path + ",")
        || FIELDS.endsWith(" " + path);
  }

  /**
   * The value of a {@code fieldRef}. A label or annotation that is not there is the empty string,
   * as in Kubernetes.
   *
   * @throws IllegalArgumentException for a path that the downward API does not have
   */
  public String field(String path) {
    Matcher subscript = SUBSCRIPT.matcher(path);
    if (subscript.matches()) {
      return (subscript.group(1).equals("labels") ? labels : annotations)
          .getOrDefault(subscript.group(2), "");
    }
    return switch (path) {
      case "metadata.name" -> podName;
      case "metadata.namespace" -> namespace;
      case "metadata.uid" -> uid;
      case "spec.nodeName" -> nodeName;
      case "spec.serviceAccountName" -> serviceAccountName;
      case "status.podIP", "status.podIPs" -> podIp;
      case "status.hostIP", "status.hostIPs" -> hostIp;
      default ->
          throw new IllegalArgumentException(
              "fieldPath: " + path + " (expected: one of " + FIELDS + ")");
    };
  }
}
