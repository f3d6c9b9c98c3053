package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.local.state.StateDirectory;
import com.trixtech.selfheal.manifest.semantics.ConfigSource;
import com.trixtech.selfheal.manifest.semantics.EnvResolver;
import com.trixtech.selfheal.manifest.semantics.Expansion;
import com.trixtech.selfheal.manifest.semantics.InstanceContext;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a pod template and its image into what one process needs. Writes the instance's volumes as
 * it goes. Confined to the event loop.
 */
public final class Blueprints {
  /** What a process takes over from the healer's own environment: where programs and people are. */
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "JAVA_HOME");

  private final StateDirectory state;

  public Blueprints(StateDirectory state) {
    this.state = state;
  }

  /**
   * Resolves everything for one start.
   *
   * @throws LocalException or IllegalArgumentException, with the reason, when it cannot run here
   */
  public Blueprint of(
      PodTemplateSpec template,
      Image image,
      InstanceContext context,
      List<String> claims,
      Map<String, String> serviceVariables,
      ConfigSource config) {
    PodSpec pod = template.getSpec();
    Container container = pod.getContainers().getFirst();
    Path home = podDirectory(context.uid());
    Volumes volumes =
        Volumes.prepare(
            pod,
            container,
            context.podName(),
            claims,
            config,
            state.root().resolve("volumes"),
            home);

    Map<String, String> env =
        environment(container, context, image, volumes, serviceVariables, config);
    List<String> entry =
        container.getCommand().isEmpty() ? image.command() : container.getCommand();
    List<String> command =
        Expansion.expand(Stream.concat(entry.stream(), container.getArgs().stream()).toList(), env)
            .stream()
            .map(volumes::rewrite)
            .toList();
    requireProgram(container.getImage(), command.getFirst(), env);
    return new Blueprint(
        command,
        env,
        workingDirectory(container, volumes, home),
        image.stopSignal(),
        grace(pod),
        Optional.ofNullable(container.getResources())
            .map(r -> r.getLimits())
            .map(limits -> limits.get("memory"))
            .map(quantity -> Quantity.getAmountInBytes(quantity).longValue()),
        container.getPorts().stream()
            .filter(port -> port.getProtocol() == null || port.getProtocol().equals("TCP"))
            .map(port -> port.getContainerPort())
            .toList(),
        preStop(container).stream().map(volumes::rewrite).toList(),
        probe(container.getStartupProbe(), container, volumes),
        probe(container.getLivenessProbe(), container, volumes),
        probe(container.getReadinessProbe(), container, volumes));
  }

  /** Where the private files of an instance are; deleted with it. */
  public Path podDirectory(String uid) {
    return state.root().resolve("pods").resolve(uid);
  }

  private Map<String, String> environment(
      Container container,
      InstanceContext context,
      Image image,
      Volumes volumes,
      Map<String, String> serviceVariables,
      ConfigSource config) {
    Map<String, String> env = new LinkedHashMap<>();
    INHERITED.forEach(
        name -> Optional.ofNullable(System.getenv(name)).ifPresent(v -> env.put(name, v)));
    env.put("HOSTNAME", context.podName());
    env.put("POD_NAME", context.podName());
    env.put("POD_IP", context.podIp());
    env.putAll(image.env());
    new EnvResolver(config)
        .resolve(container, context, serviceVariables)
        .forEach((name, value) -> env.put(name, volumes.rewrite(value)));
    env.putAll(volumes.variables());
    List<String> path = new ArrayList<>(image.path().stream().map(Path::toString).toList());
    path.add(env.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
    env.put("PATH", String.join(File.pathSeparator, path));
    env.put(Marks.STATE, state.root().toString());
    env.put(Marks.INSTANCE, context.uid());
    return env;
  }

  private static Path workingDirectory(Container container, Volumes volumes, Path home) {
    try {
      StateDirectory.createPrivate(home);
    } catch (IOException e) {
      throw new LocalException(
          "working directory: %s: %s (expected: writable)".formatted(home, e), e);
    }
    if (container.getWorkingDir() == null || container.getWorkingDir().isEmpty()) {
      return home;
    }
    Path wanted = Path.of(volumes.rewrite(container.getWorkingDir()));
    if (!Files.isDirectory(wanted)) {
      throw new LocalException(
          "workingDir: %s (expected: a directory of this machine, or below a mount path)"
              .formatted(wanted));
    }
    return wanted;
  }

  private static Duration grace(PodSpec pod) {
    return Duration.ofSeconds(
        Objects.requireNonNullElse(pod.getTerminationGracePeriodSeconds(), 30L));
  }

  private static List<String> preStop(Container container) {
    var lifecycle = container.getLifecycle();
    if (lifecycle == null || lifecycle.getPreStop() == null) {
      return List.of();
    }
    var hook = lifecycle.getPreStop();
    if (hook.getExec() != null) {
      return hook.getExec().getCommand();
    }
    if (hook.getSleep() != null) {
      return List.of("sleep", String.valueOf(hook.getSleep().getSeconds()));
    }
    return List.of();
  }

  private static Optional<ProbeSpec> probe(
      @Nullable Probe probe, Container container, Volumes volumes) {
    if (probe == null) {
      return Optional.empty();
    }
    ProbeSpec spec = ProbeSpec.of(probe, container);
    if (!(spec.handler() instanceof ProbeSpec.Exec exec)) {
      return Optional.of(spec);
    }
    return Optional.of(
        new ProbeSpec(
            new ProbeSpec.Exec(exec.command().stream().map(volumes::rewrite).toList()),
            spec.initialDelay(),
            spec.period(),
            spec.timeout(),
            spec.successThreshold(),
            spec.failureThreshold(),
            spec.terminationGracePeriod()));
  }

  /** Says what is missing before a process fails with "exec: not found" in some log. */
  private static void requireProgram(String image, String program, Map<String, String> env) {
    boolean found =
        program.contains("/")
            ? Files.isExecutable(Path.of(program))
            : Stream.of(env.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    if (!found) {
      throw new LocalException(
          "program: %s of image %s is missing (expected: an executable file, or a name on PATH %s)"
              .formatted(program, image, env.get("PATH")));
    }
  }
}
