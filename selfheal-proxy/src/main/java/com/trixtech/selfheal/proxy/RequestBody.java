package com.trixtech.selfheal.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * The client's request body: kept whole while it is small, so that it can be sent twice; streamed
 * with back-pressure when it is not, and then sent once only. Confined to its event loop.
 */
final class RequestBody {

  /** Largest body that is kept for a retry. */
  static final int KEPT_BYTES = 64 * 1024;

  private final HttpServerRequest request;
  private @Nullable Buffer kept;
  private boolean streamed;
  private boolean streaming;
  private boolean sent;

  RequestBody(HttpServerRequest request) {
    this.request = request;
  }

  /** Whether it may be sent (again) from its start. */
  boolean replayable() {
    return !streaming;
  }

  /** Whether the last try got all of it: only then can its connection serve another request. */
  boolean sent() {
    return sent;
  }

  /** Reads what is to be kept; then {@code ready} runs, for a request without a body at once. */
  void read(Runnable ready) {
    long length = Headers.contentLength(request.headers());
    boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    if (length <= 0 && !chunked) {
      ready.run();
    } else if (length > KEPT_BYTES) {
      stream(ready);
    } else {
      request.handler(chunk -> keep(chunk, ready));
      request.endHandler(_ -> {
        if (!streamed) {
          ready.run();
        }
      });
    }
  }

  private void keep(Buffer chunk, Runnable ready) {
    kept = kept == null ? Buffer.buffer().appendBuffer(chunk) : kept.appendBuffer(chunk);
    if (!streamed && kept.length() > KEPT_BYTES) {
      stream(ready);
    }
  }

  private void stream(Runnable ready) {
    request.pause();
    streamed = true;
    ready.run();
  }

  /**
   * Sends head and body; {@code moved} runs whenever a part of a streamed one went on, and at its
   * end.
   */
  void sendTo(HttpClientRequest out, Runnable moved) {
    if (streamed) {
      pump(out, moved);
      return;
    }
    sent = true;
    if (kept == null) {
      out.end();
    } else {
      out.end(kept.copy());
    }
  }

  private void pump(HttpClientRequest out, Runnable moved) {
    streaming = true;
    if (Headers.contentLength(request.headers()) < 0) {
      out.setChunked(true);
    }
    if (kept != null) {
      out.write(kept);
      kept = null;
    }
    request.handler(chunk -> {
      moved.run();
      out.write(chunk);
      if (out.writeQueueFull()) {
        request.pause();
        out.drainHandler(_ -> request.resume());
      }
    });
    request.endHandler(_ -> {
      sent = true;
      out.end();
      moved.run();
    });
    request.resume();
  }

  /** Reads on without keeping anything: nobody wants the rest. */
  void discard() {
    if (streamed && !sent) {
      request.handler(_ -> {});
      request.endHandler(_ -> {});
      request.resume();
    }
  }
}
