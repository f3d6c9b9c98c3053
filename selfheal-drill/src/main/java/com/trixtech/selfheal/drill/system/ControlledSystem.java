package com.trixtech.selfheal.drill.system;

import com.trixtech.selfheal.drill.FaultKind;
import com.trixtech.selfheal.drill.ProviderFault;
import com.trixtech.selfheal.server.ControlClient;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.NoHealerException;
import com.trixtech.selfheal.server.api.ApplyReport;
import com.trixtech.selfheal.server.api.Fault;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.Metrics;
import com.trixtech.selfheal.server.api.Problem;
import com.trixtech.selfheal.server.api.Requests;
import com.trixtech.selfheal.server.api.Status;
import com.trixtech.selfheal.server.api.Status.InstanceStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A running system behind its control API. Finds the healer anew after it was started again. For
 * one thread.
 */
public final class ControlledSystem
    implements DrilledSystem, ProviderPort, HealerProcess, AutoCloseable {
  private static final String BY = "drill";

  private final Path state;
  private final Path manifests;
  private final Path images;
  private final HealerStart healer;
  private final ProviderControl provider = new ProviderControl();
  private @Nullable ControlClient client;

  /**
   * @param manifests what is meant to be applied, as {@code up} was given it
   * @param images the map of images to commands, as {@code up} was given it
   */
  public ControlledSystem(Path state, Path manifests, Path images, HealerStart healer) {
    this.state = state;
    this.manifests = manifests;
    this.images = images;
    this.healer = healer;
  }

  private ControlClient client() {
    ControlClient known = client;
    if (known == null || !known.file().alive()) {
      close();
      known = ControlClient.of(state);
      client = known;
    }
    return known;
  }

  @Override
  public Status status() {
    return client().status();
  }

  @Override
  public List<IncidentView> incidents() {
    return client().incidents(true);
  }

  @Override
  public Optional<Metrics> metrics() {
    return Optional.of(client().metrics());
  }

  @Override
  public List<Fault> inject(FaultKind kind, List<String> targets, Duration duration) {
    return targets.stream()
        .map(target -> client().inject(new Requests.Inject(kind.word(), target, duration)))
        .toList();
  }

  @Override
  public List<Fault> faults() {
    return client().faults();
  }

  @Override
  public void removeFault(String id) {
    try {
      client().removeFault(id);
    } catch (ControlException e) {
      if (e.problem().code() != Problem.Code.NOT_FOUND) {
        throw e;
      }
    }
  }

  @Override
  public boolean controllable(String workload) throws InterruptedException {
    for (String ip : addresses(workload)) {
      if (provider.open(ip)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void misbehave(String workload, ProviderFault fault, Duration duration)
      throws IOException, InterruptedException {
    for (String ip : addresses(workload)) {
      provider.on(ip, fault, duration);
    }
  }

  @Override
  public void behave(String workload) throws IOException, InterruptedException {
    for (String ip : addresses(workload)) {
      provider.off(ip);
    }
  }

  private List<String> addresses(String workload) {
    return status().workloads().stream()
        .filter(w -> w.name().equals(workload))
        .flatMap(w -> w.instances().stream())
        .map(InstanceStatus::ip)
        .toList();
  }

  @Override
  public void release(String workload, Map<String, String> environment, Path record)
      throws IOException {
    ReleaseCopy.write(manifests, record, workload, environment);
    apply(record);
  }

  @Override
  public List<String> original() {
    return apply(manifests).changes().stream()
        .map(c -> "%s %s: %s".formatted(c.change(), c.target(), c.detail()))
        .toList();
  }

  private ApplyReport apply(Path directory) {
    return client().apply(new Requests.Apply(directory.toString(), images.toString()));
  }

  @Override
  public Optional<ProviderPort> provider() {
    return Optional.of(this);
  }

  @Override
  public Optional<HealerProcess> healer() {
    return Optional.of(this);
  }

  @Override
  public String pause(String reason, Duration duration) {
    return client().pause(new Requests.PauseFor("all", reason, BY, duration)).id();
  }

  @Override
  public void resume(String pause) {
    client().resume(pause);
  }

  /** By pid and start time, never by name: another state's healer may run beside this one. */
  @Override
  public void killHealer() throws InterruptedException {
    ProcessHandle process =
        client()
            .file()
            .process()
            .orElseThrow(() ->
                new NoHealerException(
                    NoHealerException.Trace.DEAD, "the healer of " + state + " has ended"));
    process.destroyForcibly();
    try {
      process.onExit().get(5, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "healer: pid " + process.pid() + " lives 5 s after SIGKILL (expected: to have ended)", e);
    }
    close();
  }

  @Override
  public void restartHealer() throws IOException, InterruptedException {
    healer.start();
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
