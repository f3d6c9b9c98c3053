package com.trixtech.selfheal.shield.spring;

import com.trixtech.selfheal.shield.health.Health;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * Serves health and metrics on the main port, before anything else that may have a mapping for
 * these paths: a probe that reaches another port says nothing about the one that guests use.
 */
@AutoConfiguration(
    after = HealthAutoConfiguration.class,
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(SimpleUrlHandlerMapping.class)
public class EndpointAutoConfiguration {
  private static final int BEFORE_ALL_OTHERS = -200;

  @Bean
  SimpleUrlHandlerMapping selfhealEndpoints(
      Health health, ObjectProvider<PrometheusMeterRegistry> registry) {
    var handlers = new HashMap<String, HttpRequestHandler>();
    var answers = new HealthEndpoint(health);
    for (String path : HealthEndpoint.PATHS) {
      handlers.put(path, answers);
    }
    registry.ifAvailable(found -> handlers.put("/metrics", new MetricsEndpoint(found)));
    return new SimpleUrlHandlerMapping(handlers, BEFORE_ALL_OTHERS);
  }
}
