package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.manifest.semantics.ProbeSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is needed to run one instance once: resolved anew at each start, so that a restart sees
 * changed ConfigMaps as on Kubernetes. Immutable.
 *
 * @param command program and arguments, variables expanded, mount paths rewritten
 * @param grace time between the stop signal and KILL
 * @param memoryLimit bytes of anonymous memory that the whole tree may use
 * @param ports declared TCP ports, which must be free on the instance's address
 * @param preStop command to run before the stop signal; empty = none
 */
public record Blueprint(
    List<String> command,
    Map<String, String> env,
    Path workingDirectory,
    String stopSignal,
    Duration grace,
    Optional<Long> memoryLimit,
    List<Integer> ports,
    List<String> preStop,
    Optional<ProbeSpec> startup,
    Optional<ProbeSpec> liveness,
    Optional<ProbeSpec> readiness) {

  /** Whether a JVM of this command ends with code 3 when it is out of memory. */
  boolean exitsOnOutOfMemory() {
    String flag = "ExitOnOutOfMemoryError";
    return command.stream().anyMatch(word -> word.contains(flag))
        || env.values().stream().anyMatch(value -> value.contains(flag));
  }
}
