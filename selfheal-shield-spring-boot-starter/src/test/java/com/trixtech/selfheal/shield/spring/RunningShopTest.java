package com.trixtech.selfheal.shield.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.shield.Shield;
import com.trixtech.selfheal.shield.ShieldBuilder;
import com.trixtech.selfheal.shield.breaker.Breaker;
import com.trixtech.selfheal.shield.breaker.BreakerEvent;
import com.trixtech.selfheal.shield.breaker.BreakerState;
import com.trixtech.selfheal.shield.health.Finding;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

class RunningShopTest {
  @Test
  void allEndpointsAnswerOnTheMainPort() {
    try (var shop = new RunningShop("spring.application.name=shop")) {
      assertThat(shop.await("/health/startup", r -> r.statusCode() == 200).statusCode())
          .isEqualTo(200);
      var ready = shop.await("/health/ready", r -> r.statusCode() == 200);
      assertThat(ready.body())
          .contains("\"name\":\"shop\"", "\"status\":\"up\"", "\"warehouse\"", "\"ageMs\"");
      assertThat(ready.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(shop.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(shop.get("/health").body()).contains("\"call-card-payment\"", "\"warehouse\"");
      assertThat(shop.get("/health/other").statusCode()).isEqualTo(404);

      shop.get("/pay");
      var metrics = shop.get("/metrics");
      assertThat(metrics.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/plain;version=0.0.4");
      assertThat(metrics.body())
          .contains(
              "circuit_breaker_state{name=\"card-payment\",state=\"closed\"} 1",
              "health_check_status{check=\"warehouse\"} 1",
              "health_check_failures_total{check=\"warehouse\"} 0",
              "shield_retries_total{outcome=\"allowed\"} 0",
              "jvm_memory_used_bytes",
              "http_server_requests_seconds_count",
              "http_client_requests_seconds_count");
    }
  }

  /** breaker.md: with Boot's own /health a database outage would have all replicas deleted. */
  @Test
  void aFailingDependencyMakesNeitherLiveNorReadyNorHealthFail() {
    try (var shop = new RunningShop()) {
      shop.await("/health/ready", r -> r.statusCode() == 200);
      shop.shop().warehouse.set(Health.down().withDetail("error", "connection refused").build());
      var ready = shop.await("/health/ready", r -> r.body().contains("\"status\":\"degraded\""));
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body()).contains("warehouse: DOWN: connection refused");
      assertThat(shop.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(shop.get("/health").statusCode()).isEqualTo(200);
      assertThat(shop.get("/metrics").body())
          .contains("health_check_status{check=\"warehouse\"} 0");

      shop.shop().warehouse.set(Health.unknown().build());
      shop.await("/health", r -> r.body().contains("UNKNOWN"));
      assertThat(shop.get("/metrics").body())
          .as("nobody knows is no alarm")
          .contains("health_check_status{check=\"warehouse\"} NaN");
    }
  }

  @Test
  void anIndicatorWithoutWhichNothingCanBeServedMakesItUnreadyButNeverRestarted() {
    try (var shop = new RunningShop("selfheal.shield.health.checks.warehouse=ready")) {
      shop.await("/health/ready", r -> r.statusCode() == 200);
      shop.shop().warehouse.set(Health.outOfService().build());
      assertThat(shop.await("/health/ready", r -> r.statusCode() == 503).statusCode())
          .isEqualTo(503);
      assertThat(shop.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(shop.get("/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anIndicatorThatIsOffIsNotLookedAt() {
    try (var shop = new RunningShop("selfheal.shield.health.checks.warehouse=off")) {
      assertThat(shop.get("/health").body()).doesNotContain("warehouse");
    }
  }

  @Test
  void onlyTheApplicationItselfCanSayThatItMustBeRestarted() {
    try (var shop = new RunningShop()) {
      AvailabilityChangeEvent.publish(shop.context, LivenessState.BROKEN);
      var live = shop.await("/health/live", r -> r.statusCode() == 503);
      assertThat(live.statusCode()).isEqualTo(503);
      assertThat(live.body()).contains("the application says that it is broken");
    }
  }

  @Test
  void aShieldAndItsBreakerAreBeansMadeAsThePropertiesSay() {
    try (var shop =
        new RunningShop(
            "selfheal.shield.calls.card-payment.attempt-timeout=700ms",
            "selfheal.shield.calls.card-payment.breaker.failure-threshold=4",
            "selfheal.shield.calls.card-payment.breaker.recovery-timeout=5s",
            "selfheal.shield.calls.card-payment.breaker.mode=metrics-only",
            "selfheal.shield.calls.card-payment.limit.initial=7",
            "selfheal.shield.calls.search.deadline=1s")) {
      var shield = shop.context.getBean("cardPaymentShield", Shield.class);
      var breaker = shop.context.getBean("cardPaymentBreaker", Breaker.class);
      assertThat(breaker).isSameAs(shield.breaker());
      assertThat(breaker.settings().failureThreshold()).isEqualTo(4);
      assertThat(breaker.settings().recoveryTimeout()).isEqualTo(Duration.ofSeconds(5));
      assertThat(breaker.state()).isEqualTo(BreakerState.METRICS_ONLY);
      assertThat(shield.limit().limit()).isEqualTo(7);
      assertThat(shop.context.getBeansOfType(Shield.class))
          .containsOnlyKeys("cardPaymentShield", "searchShield");
    }
  }

  @Test
  void anOpenBreakerAnswersAtOnceDegradesAndIsToldAsAnEvent() {
    try (var shop =
        new RunningShop(
            "selfheal.shield.calls.card-payment.breaker.minimum-calls=3",
            "selfheal.shield.calls.card-payment.breaker.recovery-timeout=60s")) {
      shop.await("/health/ready", r -> r.statusCode() == 200);
      shop.providerStatus.set(500);
      for (int i = 0; i < 3; i++) {
        assertThat(shop.get("/pay").body()).isEqualTo("later");
      }
      shop.providerStatus.set(200);
      assertThat(shop.get("/pay").body()).contains("card-payment", "open");
      assertThat(shop.shop().events).hasOnlyElementsOfType(BreakerEvent.Opened.class).hasSize(1);
      assertThat(shop.get("/metrics").body())
          .contains("circuit_breaker_state{name=\"card-payment\",state=\"open\"} 1");

      var ready = shop.await("/health/ready", r -> r.body().contains("\"status\":\"degraded\""));
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body()).contains("call-card-payment: breaker open for");
      assertThat(shop.get("/metrics").body())
          .as("an open breaker is no failed health check")
          .contains("health_check_status{check=\"call-card-payment\"} 1");
    }
  }

  /** a declined card must not open the breaker for everybody. */
  @Test
  void aDeclinedCardIsNoFailure() {
    try (var shop = new RunningShop("selfheal.shield.calls.card-payment.breaker.minimum-calls=1")) {
      shop.providerStatus.set(402);
      for (int i = 0; i < 10; i++) {
        assertThat(shop.get("/pay").statusCode()).isEqualTo(402);
      }
      var breaker = shop.context.getBean(Breaker.class);
      assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
      assertThat(breaker.failures()).isZero();
    }
  }

  @Test
  void whileARunnerWorksItIsAliveButNeitherStartedNorReady() {
    var live = new CompletableFuture<HttpResponse<String>>();
    var startup = new CompletableFuture<HttpResponse<String>>();
    var ready = new CompletableFuture<HttpResponse<String>>();
    var application = new SpringApplication(Shop.class);
    application.addInitializers(
        (ApplicationContextInitializer<ConfigurableApplicationContext>)
            context ->
                ((GenericApplicationContext) context)
                    .registerBean(
                        ApplicationRunner.class,
                        () ->
                            _ -> {
                              int port = RunningShop.port(context);
                              var client = HttpClient.newHttpClient();
                              live.complete(RunningShop.get(client, port, "/health/live"));
                              startup.complete(RunningShop.get(client, port, "/health/startup"));
                              ready.complete(RunningShop.get(client, port, "/health/ready"));
                            }));
    try (var shop = new RunningShop(application)) {
      assertThat(live.join().statusCode()).isEqualTo(200);
      assertThat(startup.join().statusCode()).isEqualTo(503);
      assertThat(ready.join().statusCode()).isEqualTo(503);
      assertThat(shop.await("/health/ready", r -> r.statusCode() == 200).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void anApplicationThatLeavesIsUnreadyBeforeItsPortCloses() {
    var ready = new CompletableFuture<HttpResponse<String>>();
    try (var shop = new RunningShop()) {
      shop.await("/health/ready", r -> r.statusCode() == 200);
      shop.context.addApplicationListener(
          (ApplicationListener<ContextClosedEvent>) _ -> ready.complete(shop.get("/health/ready")));
    }
    assertThat(ready.join().statusCode()).isEqualTo(503);
    assertThat(ready.join().body()).contains("leaving: the application is shutting down");
  }

  @Test
  void theApplicationsOwnWordsWinOverTheDefaults() {
    var application = new SpringApplication(Shop.class);
    application.addInitializers(
        (ApplicationContextInitializer<ConfigurableApplicationContext>)
            context -> {
              var beans = (GenericApplicationContext) context;
              beans.registerBean(
                  ShieldCustomizer.class,
                  () ->
                      new ShieldCustomizer() {
                        @Override
                        public void shield(String name, ShieldBuilder builder) {
                          builder.failure(_ -> true);
                        }
                      });
              beans.registerBean(
                  HealthCustomizer.class,
                  () -> health -> health.degrades("coffee", () -> Finding.up("still warm")));
            });
    try (var shop = new RunningShop(application)) {
      shop.providerStatus.set(402);
      shop.get("/pay");
      assertThat(shop.context.getBean(Breaker.class).failures()).isEqualTo(1);
      assertThat(shop.await("/health", r -> r.body().contains("still warm")).body())
          .contains("\"coffee\"");
    }
  }
}
