package com.trixtech.selfheal.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request of one client, from its head to the last byte of its one answer, over as many tries
 * as are safe and within the budget. Never retried after a byte of an answer went to the client.
 * Confined to its event loop.
 */
final class Exchange {

  /** More tries than this help nobody: the client's own patience ends before. */
  private static final int MOST_TRIES = 4;

  final HttpServerRequest request;
  final RequestBody body;
  private final HttpServerResponse response;
  private final HttpService service;
  private final long startedAt = System.nanoTime();
  private final List<Upstream> tried = new ArrayList<>(2);
  private @Nullable Try current;
  private @Nullable Upstream next;
  private boolean retrying;
  private boolean done;

  Exchange(HttpService service, HttpServerRequest request) {
    this.service = service;
    this.request = request;
    this.response = request.response();
    this.body = new RequestBody(request);
  }

  void start() {
    service.begun(startedAt);
    response.closeHandler(_ -> clientGone());
    request.exceptionHandler(_ -> clientGone());
    if (Headers.wantsUpgrade(request.method(), request.headers())) {
      refuse(Refusal.UPGRADE);
    } else {
      body.read(() -> launch(false));
    }
  }

  /** Starts a try: with the endpoint that {@link #mayRetry} has found, or with the next in turn. */
  void launch(boolean again) {
    if (done) {
      return;
    }
    Upstream target = again ? next : service.next();
    if (target == null) {
      refuse(Refusal.NO_ENDPOINTS);
      return;
    }
    tried.add(target);
    current = new Try(this, service, target);
    current.start();
  }

  void writeHead(MultiMap out) {
    Headers.copy(request.headers(), out);
    String client = request.remoteAddress().hostAddress();
    String before = out.get(Headers.FORWARDED_FOR);
    out.set(Headers.FORWARDED_FOR, before == null ? client : before + ", " + client);
  }

  void failed(Failure failure) {
    retryEnded();
    if (done) {
      return;
    }
    if (response.headWritten()) {
      abort();
    } else if (mayRetry(failure)) {
      retry();
    } else {
      refuse(failure.refusal());
    }
  }

  /**
   * Whether another try is safe, has a target, and is in the budget; if so it is taken out of the
   * budget.
   */
  boolean mayRetry(Failure failure) {
    boolean safe = body.replayable() && (failure.neverSent() || service.idempotent(request));
    if (!safe || tried.size() >= MOST_TRIES) {
      return false;
    }
    next = service.other(tried);
    if (next == null && failure == Failure.RESET) {
      next =
          service.other(List.of()); // a stale connection says nothing against the endpoint itself
    }
    return next != null && service.takeRetry(failure);
  }

  void retry() {
    retryEnded();
    retrying = true;
    service.retrying++;
    service.tally.retries++;
    if (next != null) {
      next.tally.retries++;
    }
    launch(true);
  }

  /** Sends a whole answer in one write. */
  void answer(HttpClientResponse answer, @Nullable Buffer content) {
    if (done) {
      return;
    }
    head(answer);
    if (content == null) {
      response.end();
    } else {
      response.end(content);
    }
    finish(answer.statusCode());
  }

  /** Passes an answer on as it comes; a slow client slows the endpoint down. */
  void stream(HttpClientResponse answer, Try source) {
    head(answer);
    if (!answer.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
      response.setChunked(true);
    }
    answer.handler(chunk -> {
      response.write(chunk);
      boolean full = response.writeQueueFull();
      source.moving(!full);
      if (full) {
        answer.pause();
        response.drainHandler(_ -> {
          source.moving(true);
          answer.resume();
        });
      }
    });
    answer.endHandler(_ -> {
      if (!done && !source.over()) {
        source.streamed(answer);
        response.end();
        finish(answer.statusCode());
      }
    });
  }

  private void head(HttpClientResponse answer) {
    response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
    Headers.copy(answer.headers(), response.headers());
    sayWhetherClosing();
  }

  void refuse(Refusal refusal) {
    if (done) {
      return;
    }
    if (refusal == Refusal.OVERFLOW) {
      service.tally.overflows++;
    }
    response.setStatusCode(refusal.status()).putHeader(Refusal.HEADER, refusal.code());
    sayWhetherClosing();
    boolean unread = !request.isEnded();
    String text =
        refusal.code() + ": " + refusal.sentence() + " (service " + service.route().name() + ")\n";
    if (HttpMethod.HEAD.equals(request.method())) {
      response.end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8").end(text);
    }
    finish(refusal.status());
    if (unread) {
      body.discard();
    }
  }

  private void sayWhetherClosing() {
    if (service.closing()) {
      response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /**
   * Part of an answer is out and the rest will never come: only a broken connection says so
   * honestly.
   */
  private void abort() {
    finish(502);
    request.connection().close();
  }

  private void clientGone() {
    if (done) {
      return;
    }
    service.tally.cancelled++;
    Try running = current;
    close();
    if (running != null) {
      running.cancel();
    }
  }

  private void finish(int status) {
    long now = System.nanoTime();
    service.tally.status(status);
    service.tally.latencies.record(now - startedAt, now);
    close();
  }

  private void close() {
    done = true;
    retryEnded();
    service.ended();
  }

  private void retryEnded() {
    if (retrying) {
      retrying = false;
      service.retrying--;
    }
  }
}
