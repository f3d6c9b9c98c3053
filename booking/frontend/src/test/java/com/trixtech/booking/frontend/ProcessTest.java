package com.trixtech.booking.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The frontend as its own process: how it begins and ends. */
class ProcessTest {
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");

  @TempDir Path directory;

  private final FakeBackend backend = new FakeBackend();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
    backend.close();
  }

  @Test
  void aWrongConfigurationExitsWith2AndNamesEveryMistake() throws Exception {
    var process =
        run(
            Map.of(
                "PORT",
                "70000",
                "BACKEND_URL",
                "backend:3000",
                "LINK_SECRET",
                "short",
                "DRAIN",
                "soon"));
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(log())
        .contains("PORT: '70000' (expected: a number, 0 to 65535) in the environment")
        .contains("BACKEND_URL: 'backend:3000' (expected: http://HOST:PORT) in the environment")
        .contains("LINK_SECRET: 5 characters (expected: at least 16, hard to guess)")
        .contains("DRAIN: 'soon' (expected: a duration")
        .doesNotContain("short");
  }

  @Test
  void toldToStopItIsUnreadyAtOnceAndFinishesThePaymentThatIsUnderWay() throws Exception {
    var process = run(Map.of("DRAIN", "1s"));
    var visitor = visitor();
    Visitor.await("ready", () -> visitor.get("/health/ready").status() == 200);
    var running = new Running(backend, null, visitor);
    var pay = running.book("harbour-102");
    backend.breaks(FakeBackend.Fault.Holds);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var inFlight = threads.submit(() -> visitor.fill(pay, Map.of("card", FakeBackend.PAYS)));
      Visitor.await("the payment is under way", () -> backend.held() > 0);
      process.destroy();
      Visitor.await("unready", () -> visitor.get("/api/health").status() == 503);
      assertThat(visitor.get("/").status()).as("still served while draining").isEqualTo(200);
      backend.breaks(FakeBackend.Fault.None);
      assertThat(inFlight.get().status()).isEqualTo(303);
    }
    assertThat(backend.books().charges()).isEqualTo(1);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isIn(0, 143);
    assertThat(log()).contains("stopped, unfinished requests: 0");
  }

  @Test
  void aLinkOpensOnEveryReplicaWithTheSameSecretAndASecretThatIsMadeUpIsWarnedOf()
      throws Exception {
    run(Map.of());
    var first = visitor();
    var running = new Running(backend, null, first);
    var booking = running.bookAndPay("harbour-102").link("Cancel this booking");
    run(Map.of());
    assertThat(visitor().get(booking).status()).isEqualTo(200);
    run(Map.of("LINK_SECRET", ""));
    assertThat(visitor().get(booking).status()).isEqualTo(404);
    assertThat(log()).contains("LINK_SECRET: not set (expected: the same for all replicas)");
  }

  @Test
  void noCardNumberAndNoSecretIsLogged() throws Exception {
    run(Map.of());
    var visitor = visitor();
    var running = new Running(backend, null, visitor);
    var pay = running.book("harbour-102");
    backend.breaks(FakeBackend.Fault.Errors);
    assertThat(visitor.fill(pay, Map.of("card", FakeBackend.PAYS)).status()).isEqualTo(503);
    assertThat(log())
        .contains("POST /bookings/{id}/payment not answered")
        .doesNotContain(FakeBackend.PAYS, FakeBackend.PAYS.substring(0, 8), Running.SECRET)
        .doesNotContain("ada@example.com");
  }

  private Process run(Map<String, String> changes) throws Exception {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.environment().putAll(Running.environment(backend, changes));
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("frontend.log").toFile());
    var process = builder.start();
    started.add(process);
    return process;
  }

  /** Of the process that was started last. */
  private Visitor visitor() throws Exception {
    Visitor.await("the port is bound", () -> LISTENS.matcher(log()).find());
    var found = LISTENS.matcher(log());
    assertThat(found.find()).isTrue();
    return new Visitor(Integer.parseInt(found.group(1)));
  }

  private String log() throws java.io.IOException {
    return Files.readString(directory.resolve("frontend.log"), StandardCharsets.UTF_8);
  }
}
