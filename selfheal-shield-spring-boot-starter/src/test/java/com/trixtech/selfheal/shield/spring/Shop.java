package com.trixtech.selfheal.shield.spring;

import com.trixtech.selfheal.shield.Shield;
import com.trixtech.selfheal.shield.breaker.BreakerEvent;
import com.trixtech.selfheal.shield.rejection.CallRejected;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.HttpStatusCodeException;
import org.springframework.web.client.RestClient;

/** A small application as somebody would write it: one endpoint, one dependency behind a shield. */
@SpringBootApplication
@RestController
public class Shop {
  private final Shield payments;
  private final RestClient http;
  private final URI provider;
  final List<BreakerEvent> events = new CopyOnWriteArrayList<>();

  /** What the indicator of the warehouse says; a test changes it. */
  final AtomicReference<Health> warehouse = new AtomicReference<>(Health.up().build());

  Shop(
      @Qualifier("card-payment") Shield payments,
      RestClient.Builder http,
      @Value("${provider}") URI provider) {
    this.payments = payments;
    this.http = http.build();
    this.provider = provider;
  }

  @GetMapping("/pay")
  ResponseEntity<String> pay() {
    try {
      payments.call(_ -> http.get().uri(provider).retrieve().toBodilessEntity());
      return ResponseEntity.ok("paid");
    } catch (CallRejected e) {
      return ResponseEntity.status(202).body(e.getMessage());
    } catch (HttpStatusCodeException e) {
      return ResponseEntity.status(e.getStatusCode().value() == 402 ? 402 : 202).body("later");
    }
  }

  @Bean
  HealthIndicator warehouse() {
    return warehouse::get;
  }

  @EventListener
  void hear(BreakerEvent event) {
    events.add(event);
  }
}
