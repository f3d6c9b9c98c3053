package com.trixtech.booking.load.guest;

import com.trixtech.booking.load.history.History;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Lets guests in until it is closed: open loop, whatever became of those before. Thread-safe.
 *
 * <p>Each guest has a slot of the length that the rate gives, and comes at some moment within it:
 * uneven as people are, even as a rate. A closed loop would send nothing while the service hangs,
 * and so hide the harm.
 */
public final class Arrivals implements AutoCloseable {
  private static final long MILLI = 1_000_000;

  /** Every request ends by its own time-out; so much later on a machine that is overloaded. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Context loop;
  private final Lobby lobby;
  private final @Nullable PageVisits pages;
  private final @Nullable Lobby pageLobby;
  private final Deck deck;
  private final SplittableRandom random;
  private final ToIntFunction<Duration> requestsPerSecond;
  private final Duration requestTimeout;
  private final long started = System.nanoTime();
  private final CountDownLatch empty = new CountDownLatch(1);
  private long slot = started;
  private long due = started;
  private double planned;
  private double plannedAtPages;
  private volatile long arrived;
  private volatile boolean closing;

  /**
   * Starts at once.
   *
   * @param requestsPerSecond the mean, by the time since the start
   * @param meter is called on the event loop; not for the requests of {@code pages}
   * @param pages null where nobody comes through the pages
   * @param freshConnections each request comes on a connection of its own
   */
  public Arrivals(
      URI backend,
      ToIntFunction<Duration> requestsPerSecond,
      double writeShare,
      long seed,
      Duration requestTimeout,
      Duration thinkTime,
      History history,
      Meter meter,
      @Nullable PageVisits pages,
      boolean freshConnections) {
    this.requestsPerSecond = requestsPerSecond;
    this.requestTimeout = requestTimeout;
    this.random = new SplittableRandom(seed);
    this.deck = new Deck(writeShare, seed);
    this.vertx = Vertx.vertx(options());
    this.loop = vertx.getOrCreateContext();
    this.lobby =
        new Lobby(
            vertx,
            new Wire(vertx, backend, requestTimeout, freshConnections),
            thinkTime,
            history,
            meter);
    this.pages = pages;
    this.pageLobby =
        pages == null
            ? null
            : new Lobby(
                vertx,
                new Wire(vertx, pages.frontend(), requestTimeout, freshConnections),
                thinkTime,
                history,
                pages.meter());
    loop.runOnContext(_ -> arrive());
  }

  /** One loop, and no file: a container's root filesystem may be write-protected. */
  static VertxOptions options() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setBlockedThreadCheckInterval(TimeUnit.HOURS.toMillis(1))
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /** Guests so far. */
  public long arrived() {
    return arrived;
  }

  /** Everybody whose moment has come, then sleeps until the next one's. */
  private void arrive() {
    if (closing) {
      return;
    }
    while (due - System.nanoTime() <= 0) {
      double requests = arriveOne(due);
      arrived++;
      int rate = requestsPerSecond.applyAsInt(Duration.ofNanos(slot - started));
      long length = Math.round(1e9 * requests / rate);
      slot += length;
      // Whole milliseconds, as the timer's: else its rounding would count as latency.
      due = started + (slot - started + random.nextLong(length)) / MILLI * MILLI;
    }
    vertx.setTimer(Math.max(1, Math.ceilDiv(due - System.nanoTime(), MILLI)), _ -> arrive());
  }

  /** Returns how many requests the visit is planned to have. */
  private double arriveOne(long now) {
    double requests;
    if (pageLobby != null && pages != null && plannedAtPages < pages.share() * planned) {
      requests = PageGuest.REQUESTS;
      plannedAtPages += requests;
      new PageGuest(pageLobby, arrived, random.split()).go(now);
    } else {
      requests = deck.requestsPerVisit();
      new Guest(lobby, deck.deal(), arrived, random.split()).go(now);
    }
    planned += requests;
    return requests;
  }

  private int underWay() {
    return lobby.underWay() + (pageLobby == null ? 0 : pageLobby.underWay());
  }

  /** Lets nobody in any more and waits for the requests that are under way, not for the visits. */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    lobby.close();
    if (pageLobby != null) {
      pageLobby.close();
    }
    loop.runOnContext(_ -> leave());
    try {
      Duration limit = requestTimeout.plus(GRACE);
      if (!empty.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "requests: some under way %s after the stop (expected: each ended by its time-out)"
                .formatted(limit));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private void leave() {
    if (underWay() == 0) {
      empty.countDown();
    } else {
      vertx.setTimer(5, _ -> leave());
    }
  }
}
