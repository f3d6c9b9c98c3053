package com.trixtech.selfheal.proxy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One event loop and the clients that live on it. {@link #call} may be used from any other thread;
 * everything else only on the loop.
 */
final class Loop {

  static final int MAX_HEADER_BYTES = 32 * 1024;

  /**
   * Wall clock of the start plus monotonic time since: an instant that never goes backwards, as the
   * ejection policy asks.
   */
  @SuppressWarnings(
      "TimeInStaticInitializer") // the pair below is one reading of both clocks, whenever that is
  private static final Instant ORIGIN = Instant.now();

  private static final long ORIGIN_NANOS = System.nanoTime();

  private static final long CALL_LIMIT_SECONDS = 30;

  final Vertx vertx;
  private final Context context;
  private final Map<Duration, HttpClientAgent> httpClients = new HashMap<>();
  private final Map<Duration, NetClient> netClients = new HashMap<>();

  Loop(Vertx vertx, Context context) {
    this.vertx = vertx;
    this.context = context;
  }

  static Instant now() {
    return ORIGIN.plusNanos(System.nanoTime() - ORIGIN_NANOS);
  }

  /** Runs a step on the loop and waits for what it started; must not be called on a loop. */
  <T> T call(Callable<Future<T>> step) throws Exception {
    Promise<T> done = Promise.promise();
    context.runOnContext(_ -> {
      try {
        step.call().onComplete(done);
      } catch (Exception e) {
        done.fail(e);
      }
    });
    try {
      return done.future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(CALL_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "event loop: no answer in " + CALL_LIMIT_SECONDS + " s (expected: at once)", e);
    }
  }

  /**
   * The HTTP client for a connect time-out. It only opens connections: which one is used when is
   * decided in {@link Upstream}.
   */
  HttpClientAgent http(Duration connectTimeout) {
    return httpClients.computeIfAbsent(
        connectTimeout,
        t ->
            vertx.createHttpClient(
                new HttpClientOptions()
                    .setConnectTimeout(millis(t))
                    .setMaxHeaderSize(MAX_HEADER_BYTES)
                    .setMaxChunkSize(64 * 1024)
                    .setTcpNoDelay(true)));
  }

  NetClient tcp(Duration connectTimeout) {
    return netClients.computeIfAbsent(
        connectTimeout,
        t ->
            vertx.createNetClient(
                new NetClientOptions().setConnectTimeout(millis(t)).setTcpNoDelay(true)));
  }

  static int millis(Duration duration) {
    return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
  }
}
