package com.trixtech.selfheal.shield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.trixtech.selfheal.shield.breaker.BreakerState;
import com.trixtech.selfheal.shield.deadline.Deadline;
import com.trixtech.selfheal.shield.rejection.BreakerOpen;
import com.trixtech.selfheal.shield.retry.RetryBudget;
import com.trixtech.selfheal.shield.retry.RetryPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** As an application uses it: the JDK's client, a provider over HTTP. */
class HttpCallTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile int status = 200;
  private volatile boolean hanging;
  private volatile String deadline = "";
  private HttpServer provider;

  private final Shield payments =
      Shield.named("payment")
          .deadline(Duration.ofSeconds(20))
          .attemptTimeout(Duration.ofSeconds(10))
          .breaker(
              b -> b.failureThreshold(3).minimumCalls(3).recoveryTimeout(Duration.ofMillis(50)))
          .retry(
              r -> r.attempts(2).backoff(Duration.ZERO, Duration.ZERO).when(RetryPolicy::neverSent))
          .retryBudget(RetryBudget.of(0.2, 10, Duration.ofSeconds(10)))
          .failureResult(HttpResponse.class, r -> r.statusCode() >= 500)
          .overloadResult(HttpResponse.class, r -> r.statusCode() == 429)
          .build();

  @BeforeEach
  void start() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    provider.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          deadline = String.valueOf(exchange.getRequestHeaders().getFirst(Deadline.HEADER));
          if (hanging) {
            try {
              released.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    provider.start();
  }

  @AfterEach
  void stop() {
    released.countDown();
    provider.stop(0);
    http.close();
  }

  private HttpResponse<Void> charge(Shield shield) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/charges/1");
    return shield.call(attempt ->
        http.send(
            HttpRequest.newBuilder(uri)
                .timeout(attempt.remaining())
                .header(Deadline.HEADER, attempt.deadlineHeader())
                .build(),
            BodyHandlers.discarding()));
  }

  @Test
  void a_provider_that_answers_500_is_left_alone_and_used_again_when_it_is_back() throws Exception {
    assertThat(charge(payments).statusCode()).isEqualTo(200);
    status = 500;
    for (int i = 0; i < 3; i++) {
      assertThat(charge(payments).statusCode()).isEqualTo(500);
    }
    assertThat(requests).as("an answer is not tried again").hasValue(4);
    assertThat(payments.breaker().state()).isIn(BreakerState.OPEN, BreakerState.HALF_OPEN);
    status = 200;
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (payments.breaker().state() != BreakerState.CLOSED) {
      assertThat(System.nanoTime()).as("waiting until it is closed").isLessThan(end);
      try {
        charge(payments);
      } catch (BreakerOpen notYet) {
        Thread.onSpinWait();
      }
    }
    assertThat(charge(payments).statusCode()).isEqualTo(200);
  }

  @Test
  @DisplayName(
      "A-59, A-65: the client gets the attempt's time, and the provider is told the deadline")
  void a59_a65_time_reaches_the_client_and_the_provider() throws Exception {
    charge(payments);
    assertThat(Long.parseLong(deadline)).isBetween(1L, 10_000L);
    hanging = true;
    Shield impatient =
        Shield.named("payment")
            .deadline(Duration.ofMillis(300))
            .interruptAfter(Duration.ofSeconds(20))
            .build();
    assertThatThrownBy(() -> charge(impatient)).isInstanceOf(HttpTimeoutException.class);
    assertThat(impatient.breaker().failures()).isEqualTo(1);
    assertThat(impatient.limit().limit()).isEqualTo(9);
    assertThat(requests).as("a charge that may have been made is not sent again").hasValue(2);
  }

  @Test
  void a_provider_that_refuses_connections_is_tried_again_since_nothing_was_sent() {
    provider.stop(0);
    assertThatThrownBy(() -> charge(payments)).isInstanceOf(IOException.class);
    assertThat(payments.breaker().failures()).as("two attempts").isEqualTo(2);
  }

  @Test
  void too_many_requests_makes_the_limit_smaller_and_opens_nothing() throws Exception {
    status = 429;
    for (int i = 0; i < 5; i++) {
      assertThat(charge(payments).statusCode()).isEqualTo(429);
    }
    assertThat(payments.breaker().state()).isEqualTo(BreakerState.CLOSED);
    assertThat(payments.limit().limit()).isLessThan(8);
  }
}
