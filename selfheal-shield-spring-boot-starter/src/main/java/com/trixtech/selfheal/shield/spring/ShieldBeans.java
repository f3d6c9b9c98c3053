package com.trixtech.selfheal.shield.spring;

import com.trixtech.selfheal.shield.Shield;
import com.trixtech.selfheal.shield.breaker.Breaker;
import com.trixtech.selfheal.shield.retry.RetryBudget;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.Environment;

/**
 * Makes beans of what the properties name: for the call {@code card-payment} a {@link Shield} named
 * {@code cardPaymentShield} and its {@link Breaker} named {@code cardPaymentBreaker}, both with the
 * qualifier {@code card-payment}. What a breaker does is published as an event of the application.
 */
final class ShieldBeans implements BeanDefinitionRegistryPostProcessor {
  private final BoundProperties bound;
  private final ApplicationEventPublisher events;

  ShieldBeans(Environment environment, ApplicationEventPublisher events) {
    bound = new BoundProperties(environment);
    this.events = events;
  }

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    BeanFactory beans = (BeanFactory) registry;
    register(registry, "selfhealBoundProperties", BoundProperties.class, () -> bound);
    register(registry, "selfhealShieldProperties", ShieldProperties.class, bound::get);
    register(registry, "retryBudget", RetryBudget.class, this::budget);
    bound
        .get()
        .calls()
        .forEach((name, call) -> {
          String bean = PropertyNames.camel(name);
          register(registry, bean + "Shield", Shield.class, () -> shield(beans, name, call))
              .addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
          register(
                  registry,
                  bean + "Breaker",
                  Breaker.class,
                  () -> beans.getBean(bean + "Shield", Shield.class).breaker())
              .addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        });
  }

  private static <T> RootBeanDefinition register(
      BeanDefinitionRegistry registry, String name, Class<T> type, Supplier<T> supplier) {
    var definition = new RootBeanDefinition(type, supplier);
    registry.registerBeanDefinition(name, definition);
    return definition;
  }

  private RetryBudget budget() {
    var said = bound.get().retryBudget();
    if (said.ratio() == null && said.reserve() == null && said.window() == null) {
      return RetryBudget.ofProcess();
    }
    try {
      return RetryBudget.of(
          said.ratio() == null ? 0.2 : said.ratio(),
          said.reserve() == null ? 10 : said.reserve(),
          said.window() == null ? Duration.ofSeconds(10) : said.window());
    } catch (IllegalArgumentException e) {
      throw bound.refused(ShieldProperties.PREFIX + ".retry-budget", e);
    }
  }

  private Shield shield(BeanFactory beans, String name, CallProperties call) {
    var customizers = beans.getBeanProvider(ShieldCustomizer.class).orderedStream().toList();
    try {
      var builder = Shield.named(name).retryBudget(beans.getBean(RetryBudget.class));
      builder.breaker(b -> b.listen(events::publishEvent));
      customizers.forEach(c -> c.shield(name, builder));
      call.applyTo(builder);
      var retry = call.retry();
      if (retry != null) {
        builder.retry(r -> {
          customizers.forEach(c -> c.retry(name, r));
          retry.applyTo(r);
        });
      }
      Shield shield = builder.build();
      var mode = call.breaker().mode();
      if (mode != null) {
        shield.breaker().operate(mode);
      }
      return shield;
    } catch (IllegalArgumentException e) {
      throw bound.refused(ShieldProperties.PREFIX + ".calls." + name, e);
    }
  }
}
