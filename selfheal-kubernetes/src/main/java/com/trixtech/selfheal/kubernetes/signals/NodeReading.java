package com.trixtech.selfheal.kubernetes.signals;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads whether a node is still heard of. Stateless. */
final class NodeReading {
  private NodeReading() {}

  /**
   * When the node was last heard of, where it is no longer: what is said of its pods is as old. A
   * node that is not ready but speaks is no such node: its kubelet still reports.
   */
  static Optional<Instant> lostSince(Node node) {
    List<NodeCondition> conditions =
        node.getStatus() == null
            ? List.of()
            : Objects.requireNonNullElse(node.getStatus().getConditions(), List.of());
    return conditions.stream()
        .filter(c -> "Ready".equals(c.getType()) && "Unknown".equals(c.getStatus()))
        .map(c ->
            Times.of(c.getLastHeartbeatTime())
                .or(() -> Times.of(c.getLastTransitionTime()))
                .orElse(Instant.EPOCH))
        .findFirst();
  }
}
