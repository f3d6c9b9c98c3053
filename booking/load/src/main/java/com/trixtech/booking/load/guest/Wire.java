package com.trixtech.booking.load.guest;

import com.trixtech.booking.load.guest.Reply.Answered;
import com.trixtech.booking.load.guest.Reply.Broken;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one service. Only on the event loop. Sends each exactly once: what is to be tried
 * again a guest tries again.
 */
final class Wire {
  /** Above it the generator itself would be what is measured. */
  private static final int MOST_UNDER_WAY = 20_000;

  private static final int MOST_CONNECTIONS = 4096;
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final HttpClient client;
  private final URI service;
  private final Duration timeout;
  private int underWay;

  /**
   * @param freshConnections each request goes on a connection of its own
   */
  Wire(Vertx vertx, URI service, Duration timeout, boolean freshConnections) {
    this.vertx = vertx;
    this.service = service;
    this.timeout = timeout;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAlive(!freshConnections)
                .setKeepAliveTimeout((int) IDLE.toSeconds())
                .setConnectTimeout((int) timeout.toMillis()),
            new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
  }

  int underWay() {
    return underWay;
  }

  /**
   * @param then called once, later, on the event loop
   */
  void send(Ask ask, Consumer<Reply> then) {
    if (underWay >= MOST_UNDER_WAY) {
      vertx.runOnContext(_ -> then.accept(new Broken("not sent: too many under way")));
      return;
    }
    underWay++;
    var exchange = new Exchange(then);
    var options =
        new RequestOptions()
            .setMethod(ask.method())
            .setHost(service.getHost())
            .setPort(service.getPort() < 0 ? 80 : service.getPort())
            .setURI(ask.path());
    if (ask.key() != null) {
      options.putHeader("Idempotency-Key", ask.key());
    }
    if (ask.body() != null) {
      options.putHeader("Content-Type", ask.type());
    }
    client
        .request(options)
        .onSuccess(request -> exchange.connected(request, ask.body()))
        .onFailure(exchange::broken);
  }

  /** One request and its answer; the first end counts. */
  private final class Exchange {
    private final Consumer<Reply> then;
    private final long timer;
    private @Nullable HttpClientRequest request;
    private boolean ended;

    Exchange(Consumer<Reply> then) {
      this.then = then;
      this.timer = vertx.setTimer(timeout.toMillis(), _ -> timedOut());
    }

    void connected(HttpClientRequest connected, @Nullable Buffer body) {
      if (ended) { // too late: nobody waits for it
        connected.reset();
        return;
      }
      request = connected;
      var sent = body == null ? connected.send() : connected.send(body);
      sent.onSuccess(this::answering).onFailure(this::broken);
    }

    private void answering(HttpClientResponse response) {
      Optional<Duration> retryAfter =
          Optional.ofNullable(response.getHeader("Retry-After")).map(Wire::seconds);
      Optional<String> location = Optional.ofNullable(response.getHeader("Location"));
      response
          .body()
          .onSuccess(body ->
              end(new Answered(response.statusCode(), retryAfter, location, body.getBytes())))
          .onFailure(this::broken);
    }

    private void timedOut() {
      end(new Broken("timeout"));
      if (request != null) {
        request.reset();
      }
    }

    private void broken(Throwable cause) {
      end(
          new Broken(
              switch (cause) {
                case ConnectException _ -> "connection refused";
                case IOException e -> "connection broken: " + e.getMessage();
                default -> "connection broken: " + cause;
              }));
    }

    private void end(Reply reply) {
      if (!ended) {
        ended = true;
        underWay--;
        vertx.cancelTimer(timer);
        then.accept(reply);
      }
    }
  }

  /** A date, which the field may also hold, is as good as the least wait. */
  private static Duration seconds(String retryAfter) {
    try {
      return Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
    } catch (NumberFormatException e) {
      return Duration.ofSeconds(1);
    }
  }
}
