package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.LoopSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The operator's process. It ends with 2 where its settings are wrong, and else by a signal. */
public final class OperatorMain {
  /** Shorter than what the lease leaves for an act, see {@link LeaseRhythm}. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private OperatorMain() {}

  /** Runs until it is told to end. */
  public static void main(String[] arguments) throws InterruptedException {
    OperatorSettings settings;
    try {
      settings = OperatorSettings.of(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    // Seconds; the JDK's server else waits for a request's body for ever.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              end.countDown();
              try {
                ended.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
    Config config = new ConfigBuilder().build();
    try (KubernetesClient watching = client(config);
        KubernetesClient acting = client(acting(config));
        Operator operator = new Operator(settings, LoopSettings.DEFAULT, watching, acting)) {
      System.getLogger(OperatorMain.class.getName())
          .log(
              System.Logger.Level.INFO,
              "mode %s in %s, health and metrics on port %d"
                  .formatted(
                      settings.mode().word(),
                      settings.namespaces().isEmpty() ? "all namespaces" : settings.namespaces(),
                      operator.port()));
      end.await();
    } finally {
      ended.countDown();
    }
  }

  private static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** A refusal must be heard at once: the client's own retries would wait it out for 20 s. */
  static Config acting(Config config) {
    return new ConfigBuilder(config)
        .withRequestRetryBackoffLimit(0)
        .withRequestTimeout((int) PATIENCE.toMillis())
        .build();
  }
}
