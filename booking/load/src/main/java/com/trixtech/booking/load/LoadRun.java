package com.trixtech.booking.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.trixtech.booking.load.Ledger.Wish;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Traffic that runs until it is stopped. Thread-safe.
 *
 * <p>Open loop: request n is due at start + n / rate, whatever became of those before it, and its
 * latency counts from then. A closed loop would send nothing while the service hangs, and so hide
 * the harm. Of the bookings, one in twenty is sent a second time at once with the same key, so both
 * may be under way together: the service must book one.
 */
public final class LoadRun implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ONE_DUPLICATE_IN = 20;
  private static final int ONE_LIST_IN = 5;

  static {
    // The JDK's client would repeat a failed GET, and a failed connect, without telling.
    System.setProperty("jdk.httpclient.disableRetryConnect", "true");
    System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
  }

  private final LoadPlan plan;
  private final Ledger ledger;
  private final RequestLog log = new RequestLog();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final java.util.Set<String> acknowledgedKeys =
      java.util.concurrent.ConcurrentHashMap.newKeySet();
  private final HttpClient client;
  private final Phaser underWay = new Phaser(1);
  private final Thread arrivals;
  private volatile boolean stopping;

  private LoadRun(LoadPlan plan, Ledger ledger) {
    this.plan = plan;
    this.ledger = ledger;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(plan.requestTimeout())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    this.arrivals = Thread.ofPlatform().name("load-arrivals").daemon().unstarted(this::arrive);
  }

  /** Starts now, with a ledger of its own. */
  public static LoadRun start(LoadPlan plan) {
    return start(plan, new Ledger("load-" + Long.toString(System.currentTimeMillis(), 36)));
  }

  static LoadRun start(LoadPlan plan, Ledger ledger) {
    var run = new LoadRun(plan, ledger);
    run.arrivals.start();
    return run;
  }

  public Ledger ledger() {
    return ledger;
  }

  /** Requests that have ended so far. */
  public long total() {
    return log.total();
  }

  public long failed() {
    return log.failed();
  }

  /** Different bookings acknowledged so far. */
  public long acknowledged() {
    return acknowledged.get();
  }

  /** When the last request that failed was due; empty while none has. */
  public java.util.Optional<Instant> lastFailure() {
    return log.lastFailure();
  }

  /** What became of the requests of each second so far. */
  public java.util.List<LoadReport.Second> seconds() {
    return log.seconds();
  }

  /** As it stands; {@link #stop} gives the final one. */
  public LoadReport report() {
    return log.report(acknowledged.get());
  }

  /** Sends no more, waits for what is under way (at most the request time-out), and reports. */
  public LoadReport stop() {
    stopping = true;
    LockSupport.unpark(arrivals);
    try {
      arrivals.join();
      int phase = underWay.arriveAndDeregister();
      // Every request ends by its own time-out; the second more is for a loaded machine.
      underWay.awaitAdvanceInterruptibly(
          phase, plan.requestTimeout().plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      log.failed(plan.requestTimeout(), "unanswered after its time-out", Instant.now());
    }
    client.shutdownNow();
    return report();
  }

  @Override
  public void close() {
    if (!stopping) {
      stop();
    }
  }

  private void arrive() {
    var random = new SplittableRandom(plan.seed());
    long start = System.nanoTime();
    long gap = 1_000_000_000L / plan.requestsPerSecond();
    int bookings = 0;
    for (long n = 0; !stopping; n++) {
      long due = start + n * gap;
      for (long wait; !stopping && (wait = due - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(wait);
      }
      if (stopping) {
        return;
      }
      if (random.nextDouble() < plan.bookingShare()) {
        Wish wish = ledger.wish(bookings++);
        book(wish, due);
        if (random.nextInt(ONE_DUPLICATE_IN) == 0) {
          book(wish, due);
        }
      } else {
        read(random, due);
      }
    }
  }

  private void book(Wish wish, long due) {
    var request =
        request("/bookings")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", wish.key())
            .POST(BodyPublishers.ofString(wish.json()))
            .build();
    send(request, due, wish);
  }

  private void read(SplittableRandom random, long due) {
    String id = ledger.knownId(random.nextInt(Integer.MAX_VALUE));
    String path =
        id.isEmpty() || random.nextInt(ONE_LIST_IN) == 0
            ? "/bookings?limit=10&resource=" + ledger.resource(random.nextInt(1000))
            : "/bookings/" + id;
    send(request(path).GET().build(), due, null);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(plan.target() + path)).timeout(plan.requestTimeout());
  }

  private void send(HttpRequest request, long due, @Nullable Wish wish) {
    underWay.register();
    client
        .sendAsync(request, BodyHandlers.ofByteArray())
        .whenComplete((response, error) -> {
          try {
            ended(due, response, error, wish);
          } finally {
            underWay.arriveAndDeregister();
          }
        });
  }

  private void ended(
      long due,
      @Nullable HttpResponse<byte[]> response,
      @Nullable Throwable error,
      @Nullable Wish wish) {
    Instant now = Instant.now();
    var latency = Duration.ofNanos(System.nanoTime() - due);
    if (response == null) {
      log.failed(latency, kind(error), now.minus(latency));
    } else if (response.statusCode() >= 500) {
      log.failed(latency, "status " + response.statusCode(), now.minus(latency));
    } else {
      if (wish != null && response.statusCode() == 201) {
        acknowledge(wish, response.body(), now);
      }
      log.answered(latency, response.statusCode(), now.minus(latency));
    }
  }

  private void acknowledge(Wish wish, byte[] body, Instant now) {
    String id;
    try {
      id = JSON.readTree(body).path("id").asText();
    } catch (JsonProcessingException e) {
      id =
          "unreadable: "
              + e.getOriginalMessage(); // kept: a promise was made, and the check will not find it
    } catch (java.io.IOException e) {
      id = "unreadable: " + e.getMessage();
    }
    ledger.acknowledge(wish.key(), id, now);
    if (acknowledgedKeys.add(wish.key())) {
      acknowledged.incrementAndGet();
    }
  }

  private static String kind(@Nullable Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    return switch (cause) {
      case HttpTimeoutException _ -> "timeout";
      case ConnectException _ -> "connection refused";
      case java.io.IOException e -> "connection broken: " + e.getMessage();
      case null -> "no answer";
      default -> cause.getClass().getSimpleName();
    };
  }
}
