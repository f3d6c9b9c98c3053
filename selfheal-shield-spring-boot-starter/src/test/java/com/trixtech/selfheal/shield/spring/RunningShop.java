package com.trixtech.selfheal.shield.spring;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop, started on a free port beside a provider that answers with a status of choice. */
final class RunningShop implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final AtomicInteger providerStatus = new AtomicInteger(200);
  final ConfigurableApplicationContext context;
  private final HttpServer provider;
  private final HttpClient client = HttpClient.newHttpClient();

  RunningShop(String... properties) {
    this(new SpringApplication(Shop.class), properties);
  }

  RunningShop(SpringApplication application, String... properties) {
    try {
      provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    provider.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(providerStatus.get(), -1);
          exchange.close();
        });
    provider.start();
    application.setDefaultProperties(
        Map.of(
            "server.port", "0",
            "server.address", "127.0.0.1",
            "spring.main.banner-mode", "off",
            "selfheal.shield.health.cadence", "50ms",
            "provider", "http://127.0.0.1:" + provider.getAddress().getPort() + "/",
            "selfheal.shield.calls.card-payment.deadline", "3s"));
    String[] arguments = Arrays.stream(properties).map(p -> "--" + p).toArray(String[]::new);
    try {
      context = application.run(arguments);
    } catch (RuntimeException e) {
      provider.stop(0);
      throw e;
    }
  }

  static int port(ApplicationContext context) {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  HttpResponse<String> get(String path) {
    return get(client, port(context), path);
  }

  static HttpResponse<String> get(HttpClient client, int port, String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(PATIENCE)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Asks until the answer is as expected; the last answer when it never is. */
  HttpResponse<String> await(String path, Predicate<HttpResponse<String>> expected) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<String> last;
    do {
      last = get(path);
    } while (!expected.test(last) && System.nanoTime() < until);
    return last;
  }

  Shop shop() {
    return context.getBean(Shop.class);
  }

  @Override
  public void close() {
    context.close();
    provider.stop(0);
  }
}
