package com.trixtech.selfheal.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to have a request answered by one endpoint, with its own time limit. It ends exactly
 * once: answered, failed, cancelled, or sent elsewhere before it began. Confined to its event loop.
 *
 * <p>An answer of declared length up to 64 KiB is read whole before a byte goes to the client: head
 * and body leave in one write, and an endpoint that dies in the middle of it can still be replaced
 * by another. Anything else is streamed.
 */
final class Try implements Deadlines.Limited {

  private final Exchange exchange;
  private final HttpService service;
  final Upstream upstream;
  private final long startedAt = System.nanoTime();
  private Deadlines limit;
  private @Nullable Link link;
  private @Nullable Buffer collected;
  private boolean streaming;
  private boolean over;

  Try(Exchange exchange, HttpService service, Upstream upstream) {
    this.exchange = exchange;
    this.service = service;
    this.upstream = upstream;
    this.limit = service.tryLimit;
  }

  boolean over() {
    return over;
  }

  void start() {
    upstream.tally.requests++;
    upstream.inFlight++;
    limit.start(this);
    upstream.acquire(this);
  }

  void connected(Link given) {
    link = given;
    RequestOptions target =
        new RequestOptions().setMethod(exchange.request.method()).setURI(exchange.request.uri());
    given.connection.request(target).onComplete(this::send, _ -> failed(Failure.RESET));
  }

  private void send(HttpClientRequest out) {
    if (over) {
      return;
    }
    exchange.writeHead(out.headers());
    out.response().onComplete(this::answered, _ -> failed(Failure.RESET));
    out.exceptionHandler(_ -> failed(Failure.RESET));
    exchange.body.sendTo(out, this::uploaded);
  }

  /**
   * While a large body is on its way the limit is for standing still; from its end on, it is the
   * endpoint's turn.
   */
  private void uploaded() {
    if (!over && !streaming) {
      limit.stop(this);
      limit = exchange.body.sent() ? service.tryLimit : service.streamLimit;
      limit.start(this);
    }
  }

  private void answered(HttpClientResponse answer) {
    if (over) {
      return;
    }
    answer.exceptionHandler(_ -> failed(Failure.RESET));
    long length = Headers.contentLength(answer.headers());
    boolean bodiless =
        HttpMethod.HEAD.equals(exchange.request.method())
            || answer.statusCode() == 204
            || answer.statusCode() == 304;
    if (bodiless || (length >= 0 && length <= RequestBody.KEPT_BYTES)) {
      answer.handler(
          chunk -> collected = collected == null ? chunk : collected.copy().appendBuffer(chunk));
      answer.endHandler(_ -> complete(answer));
    } else if (!retriedFor(answer)) {
      streaming = true;
      limit.stop(this);
      limit = service.streamLimit;
      limit.start(this);
      exchange.stream(answer, this);
    }
  }

  private void complete(HttpClientResponse answer) {
    if (over || retriedFor(answer)) {
      return;
    }
    close(answer);
    exchange.answer(answer, collected);
  }

  /** The end of a streamed answer. */
  void streamed(HttpClientResponse answer) {
    close(answer);
  }

  /**
   * A streamed answer moves on, or waits for the client and so must not be blamed for standing
   * still.
   */
  void moving(boolean yes) {
    if (over) {
      return;
    }
    if (yes) {
      limit.start(this);
    } else {
      limit.stop(this);
    }
  }

  private boolean retriedFor(HttpClientResponse answer) {
    int status = answer.statusCode();
    if (status < 502 || status > 504 || !exchange.mayRetry(Failure.STATUS)) {
      return false;
    }
    close(answer);
    exchange.retry();
    return true;
  }

  private void close(HttpClientResponse answer) {
    end();
    long now = System.nanoTime();
    upstream.tally.status(answer.statusCode());
    upstream.tally.latencies.record(now - startedAt, now);
    service.result(upstream, answer.statusCode());
    Link used = link;
    if (used == null) {
      return;
    }
    boolean complete =
        exchange.body.sent() && !(streaming && answer.version() == HttpVersion.HTTP_1_0);
    if (complete && !Headers.closes(answer.headers()) && answer.version() == HttpVersion.HTTP_1_1) {
      upstream.release(used);
    } else {
      used.close();
    }
  }

  @Override
  public void expired() {
    failed(upstream.leave(this) ? Failure.WAIT : Failure.TIMEOUT);
  }

  void failed(Failure failure) {
    if (over) {
      return;
    }
    end();
    upstream.tally.failure(failure);
    if (failure.blamesEndpoint()) {
      service.blame(upstream);
    }
    if (link != null) {
      boolean stale = failure == Failure.RESET && link.served > 0;
      link.close();
      if (stale) {
        upstream.closeIdle();
      }
    }
    exchange.failed(failure);
  }

  /**
   * No connection and no place in the queue: a limit of ours, so nobody is blamed and nothing is
   * retried.
   */
  void overflow() {
    end();
    exchange.refuse(Refusal.OVERFLOW);
  }

  /**
   * The endpoint left before anything was sent: not a failure, the request simply goes to another.
   */
  void elsewhere() {
    if (!over) {
      end();
      exchange.launch(false);
    }
  }

  /** Nobody waits for the answer any more. */
  void cancel() {
    if (over) {
      return;
    }
    end();
    upstream.leave(this);
    if (link != null) {
      link.close();
    }
  }

  private void end() {
    over = true;
    limit.stop(this);
    upstream.inFlight--;
    service.settled(upstream);
  }
}
