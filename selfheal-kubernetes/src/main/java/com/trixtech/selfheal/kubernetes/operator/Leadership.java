package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.kubernetes.act.Fence;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Seeks the lease, and holds one term of leadership after the other. Thread-safe. */
final class Leadership implements AutoCloseable {
  /** The lease's name; the role allows no other. */
  static final String LEASE = "selfheal-operator";

  private static final System.Logger LOG = System.getLogger(Leadership.class.getName());

  /** The end of a term; it must not return before the term has ended. */
  interface End {
    void close();
  }

  private final KubernetesClient api;
  private final String namespace;
  private final String identity;
  private final LeaseRhythm rhythm;
  private final InstantSource clock;
  private final Function<Fence, End> begin;
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("leadership-", 0).factory());
  private volatile boolean closed;
  private volatile @Nullable String leader;
  private volatile @Nullable LeaderElector elector;
  private volatile @Nullable CompletableFuture<?> seeking;
  private @Nullable End term;

  /**
   * Not yet begun.
   *
   * @param pod what people read as the leader
   * @param begin begins a term behind its fence
   */
  Leadership(
      KubernetesClient api,
      String namespace,
      String pod,
      LeaseRhythm rhythm,
      InstantSource clock,
      Function<Fence, End> begin) {
    this.api = api;
    this.namespace = namespace;
    // A pod's name comes again after a restart in place; this life of it does not.
    this.identity = pod + "_" + UUID.randomUUID();
    this.rhythm = rhythm;
    this.clock = clock;
    this.begin = begin;
  }

  void start() {
    if (closed) {
      return;
    }
    LeaderElector next =
        new LeaderElectorBuilder(api, executor)
            .withConfig(
                new LeaderElectionConfigBuilder()
                    .withName(LEASE)
                    .withLock(new LeaseLock(namespace, LEASE, identity))
                    .withLeaseDuration(rhythm.lease())
                    .withRenewDeadline(rhythm.renew())
                    .withRetryPeriod(rhythm.retry())
                    .withReleaseOnCancel(false)
                    .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::cede, this::tell))
                    .build())
            .build();
    elector = next;
    CompletableFuture<?> run = next.start();
    seeking = run;
    run.whenComplete((_, _) -> {
      if (!closed) { // the lease was lost: it is sought again
        executor.execute(this::start);
      }
    });
  }

  private void tell(@Nullable String now) {
    boolean given = now == null || now.isEmpty();
    leader = given ? null : now;
    LOG.log(System.Logger.Level.INFO, given ? "nobody leads now" : now + " leads now");
  }

  private synchronized void lead() {
    if (term == null && !closed) {
      term = begin.apply(LeaseFence.of(api, namespace, identity, rhythm, clock));
    }
  }

  private synchronized void cede() {
    End ended = term;
    term = null;
    if (ended != null) {
      ended.close();
    }
  }

  /** The pod that was last seen to lead, this one among them; empty where none was. */
  Optional<String> leader() {
    return Optional.ofNullable(leader).map(Leadership::pod);
  }

  /** The pod of which an identity is one life. */
  static String pod(String identity) {
    return identity.substring(0, Math.max(0, identity.lastIndexOf('_')));
  }

  synchronized boolean leads() {
    return term != null;
  }

  /**
   * Ends the term, then gives the lease back, so that the next leader need not wait for its end.
   */
  @Override
  public void close() {
    closed = true;
    cede();
    CompletableFuture<?> run = seeking;
    if (run != null) {
      run.cancel(true);
    }
    LeaderElector last = elector;
    if (last != null) {
      try {
        last.release(); // here and now: what the client does by itself would come too late
      } catch (KubernetesClientException e) {
        LOG.log(System.Logger.Level.WARNING, "the lease is left to its end: " + e.getMessage());
      }
    }
    executor.shutdown();
  }
}
