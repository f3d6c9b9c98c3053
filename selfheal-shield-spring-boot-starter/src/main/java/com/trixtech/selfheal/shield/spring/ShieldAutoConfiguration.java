package com.trixtech.selfheal.shield.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Shields, breakers and the retry budget as the properties say. */
@AutoConfiguration
public class ShieldAutoConfiguration {
  @Bean
  static ShieldBeans shieldBeans(Environment environment, ApplicationEventPublisher events) {
    return new ShieldBeans(environment, events);
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.web.client.HttpStatusCodeException")
  static class SpringWeb {
    /** First, so that the application's own customizers have the last word. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SpringWebAnswers springWebAnswers() {
      return new SpringWebAnswers();
    }
  }
}
