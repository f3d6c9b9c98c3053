package com.trixtech.selfheal.cli.cluster.drill;

import com.trixtech.booking.load.control.RemoteGuests;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.catalogue.Drills;
import com.trixtech.selfheal.drill.run.DrillRefused;
import com.trixtech.selfheal.drill.system.BookingTraffic;
import com.trixtech.selfheal.drill.system.Time;
import com.trixtech.selfheal.drill.system.Traffic;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Guests in a pod beside the booking system, so that no way into the cluster is between them and
 * what is drilled. This process only steers them, over the API server's port-forward to that pod.
 * For one thread.
 */
public final class ClusterTraffic implements Traffic {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(300);

  /** The way to the guests may break with the API server, and is made anew. */
  private static final Duration PERSISTENCE = Duration.ofSeconds(45);

  private final KubernetesClient api;
  private final String namespace;
  private final Path manifests;
  private final @Nullable String image;
  private final Time time;

  /**
   * @param manifests directory of the guests' Job and NetworkPolicies
   * @param image of the guests; null = beside the backend's
   */
  public ClusterTraffic(
      KubernetesClient api, String namespace, Path manifests, @Nullable String image, Time time) {
    this.api = api;
    this.namespace = namespace;
    this.manifests = manifests;
    this.image = image;
    this.time = time;
  }

  @Override
  public Running start(Target target, Drill.Load load) throws InterruptedException {
    Held held = new Held(api, namespace);
    try {
      PodResource pod = run();
      held.way = pod.portForward(LoadManifests.CONTROL_PORT, InetAddress.getLoopbackAddress(), 0);
      URI control = URI.create("http://127.0.0.1:" + held.way.getLocalPort());
      BookingTraffic traffic =
          new BookingTraffic(
              plan -> RemoteGuests.start(control, plan.withFreshConnections(), PERSISTENCE));
      return new InPod(traffic.start(target, load), held);
    } catch (KubernetesClientException | UncheckedIOException e) {
      held.close();
      throw refused("load: %s", String.valueOf(e.getMessage()));
    } catch (InterruptedException | RuntimeException e) {
      held.close();
      throw e;
    }
  }

  private PodResource run() throws InterruptedException {
    try {
      LoadManifests load = LoadManifests.read(manifests);
      Deployment backend =
          api.apps().deployments().inNamespace(namespace).withName(Drills.BACKEND).get();
      if (backend == null) {
        throw refused("Deployment/%s is not there (expected: the booking system)", Drills.BACKEND);
      }
      tidy(api, namespace);
      for (NetworkPolicy door : load.doors(namespace)) {
        open(door);
      }
      String used = image == null ? load.image(backend) : image;
      Pod wanted = load.pod(namespace, used, backend);
      PodResource pod = api.pods().inNamespace(namespace).resource(wanted);
      until("the pod of an earlier drill is gone", () -> pod.get() == null);
      pod.create();
      until(
          "the load runs, with image " + used,
          () -> {
            Pod now = pod.get();
            if (now == null || PodWords.hopeless(now)) {
              throw refused(
                  "load pod: %s (expected: to run; --load-image names another)",
                  now == null ? "it is gone" : PodWords.why(now));
            }
            return PodWords.running(now);
          });
      return pod;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that are there already are somebody's, and stay. */
  private void open(NetworkPolicy door) {
    try {
      api.resource(door).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409) {
        throw e;
      }
    }
  }

  private interface Condition {
    boolean holds();
  }

  private void until(String what, Condition condition) throws InterruptedException {
    for (Instant end = time.now().plus(PATIENCE); !condition.holds(); time.pause(LOOK)) {
      if (!time.now().isBefore(end)) {
        throw refused("load pod: not within %s (expected: %s)", PATIENCE, what);
      }
    }
  }

  private static DrillRefused refused(String format, Object... values) {
    return new DrillRefused("load", List.of(format.formatted(values)));
  }

  /**
   * Removes the guests' pod and their doors, as far as a drill made them.
   *
   * @return what was there, a line each
   */
  public static List<String> tidy(KubernetesClient api, String namespace) {
    List<String> done = new ArrayList<>();
    var labels = DrillMarks.labels(namespace);
    for (Pod pod : api.pods().inNamespace(namespace).withLabels(labels).list().getItems()) {
      if (pod.getMetadata().getName().equals(DrillMarks.DRILL + "-load")) {
        api.resource(pod).delete();
        done.add("removed pod " + pod.getMetadata().getName());
      }
    }
    for (NetworkPolicy door :
        api.network()
            .v1()
            .networkPolicies()
            .inNamespace(namespace)
            .withLabels(labels)
            .list()
            .getItems()) {
      api.resource(door).delete();
      done.add("removed NetworkPolicy " + door.getMetadata().getName());
    }
    return done;
  }

  /** What the guests hold of the cluster. */
  private static final class Held {
    private final KubernetesClient api;
    private final String namespace;
    private @Nullable LocalPortForward way;

    Held(KubernetesClient api, String namespace) {
      this.api = api;
      this.namespace = namespace;
    }

    void close() {
      LocalPortForward open = way;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          System.getLogger(ClusterTraffic.class.getName())
              .log(System.Logger.Level.DEBUG, "the way to the guests was broken already", e);
        }
      }
      tidy(api, namespace);
    }
  }

  private record InPod(Running running, Held held) implements Running {
    @Override
    public long total() {
      return running.total();
    }

    @Override
    public long harmed() {
      return running.harmed();
    }

    @Override
    public @Nullable Instant lastHarm() {
      return running.lastHarm();
    }

    @Override
    public void turnTo(int requestsPerSecond) {
      running.turnTo(requestsPerSecond);
    }

    @Override
    public Result stop() {
      return running.stop();
    }

    @Override
    public Books check() throws IOException, InterruptedException {
      return running.check();
    }

    @Override
    public void close() {
      try {
        running.close();
      } finally {
        held.close();
      }
    }
  }
}
