package com.trixtech.booking.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as its own process: how it begins and ends, and what a kill leaves of its books. */
class ProcessTest {
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");
  private static final int KILLS = 8;
  private static final int CALLERS = 16;

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void kill() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aWrongConfigurationExitsWith2AndNamesEveryMistake() throws Exception {
    var process =
        run(
            Map.of(
                "PORT",
                "70000",
                "DATA_DIR",
                "",
                "SERVICE_TIME",
                "soon",
                "SERVERS",
                "0",
                "CONTROL_PORT",
                "x"));
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(log())
        .contains("PORT: '70000' (expected: a number, 0 to 65535) in the environment")
        .contains("DATA_DIR: '' (expected: a directory that outlives the process)")
        .contains("SERVICE_TIME: 'soon'")
        .contains("SERVERS: '0'")
        .contains("CONTROL_PORT: 'x'");
  }

  @Test
  void aStoreThatCannotBeUsedExitsWith1AndSaysWhere() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    var process = run(Map.of("DATA_DIR", file.toString()));
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(log()).contains("DATA_DIR: " + file);
  }

  @Test
  void toldToStopItIsUnreadyAtOnceAndFinishesWhatItHas() throws Exception {
    var process = run(Map.of("DRAIN", "500ms", "SERVICE_TIME", "1s"));
    var caller = caller();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var inFlight = threads.submit(() -> caller.pay("k1", 100));
      Caller.await(
          "it is taken",
          () -> caller.text("/metrics").contains("payment_gateway_busy_servers 1.0"));
      process.destroy();
      Caller.await("unready", () -> caller.get("/health/ready").status() == 503);
      assertThat(caller.get("/health/live").status()).isEqualTo(200);
      var health = caller.get("/health");
      assertThat(health.status()).as("as live: leaving is no reason to restart it").isEqualTo(200);
      assertThat(health.body().path("status").asText()).isEqualTo("down");
      assertThat(health.body().path("why").asText()).isEqualTo("leaving: told to stop");
      assertThat(inFlight.get().status()).isEqualTo(201);
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isIn(0, 143);
    assertThat(log()).contains("stopped, unfinished requests: 0");
    run(Map.of());
    assertThat(caller().get("/charges/k1").state()).isEqualTo("Succeeded");
  }

  /** A caller that lost its answer sends the same again, as it would to a real provider. */
  @Test
  void noKillLosesOrDoublesAChargeThatWasAnswered() throws Exception {
    Map<String, Long> answered = new ConcurrentHashMap<>();
    Map<String, Long> asked = new ConcurrentHashMap<>();
    Set<String> refunds = ConcurrentHashMap.newKeySet();
    var next = new AtomicInteger();
    for (int i = 0; i < KILLS; i++) {
      var process = run(Map.of("SERVICE_TIME", "1ms"));
      var caller = caller();
      checkBooks(caller, asked, answered, refunds);
      int before = answered.size();
      var over = new AtomicBoolean();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> work = new ArrayList<>();
        for (int c = 0; c < CALLERS; c++) {
          work.add(threads.submit(() -> charge(caller, over, next, asked, answered, refunds)));
        }
        // Another moment each time: after the first answer, or after many.
        int answers = 1 + i * 15;
        Caller.await("there are answers", () -> answered.size() >= before + answers);
        process.destroyForcibly().waitFor();
        over.set(true);
        for (Future<?> caller16 : work) {
          caller16.get();
        }
      }
    }
    run(Map.of());
    var caller = caller();
    checkBooks(caller, asked, answered, refunds);
    Map<String, Long> unknown = new HashMap<>(asked);
    unknown.keySet().removeAll(answered.keySet());
    for (var charge : unknown.entrySet()) {
      assertThat(caller.pay(charge.getKey(), charge.getValue()).status()).isIn(200, 201);
    }
    for (String refund : refunds) {
      String charge = caller.get("/refunds/" + refund).body().path("charge").asText();
      assertThat(caller.get("/charges/" + charge).body().path("refunded").path("minor").asLong())
          .isEqualTo(1000);
    }
    Set<String> charged = new HashSet<>();
    for (JsonNode line : caller.ledger()) {
      if (line.path("kind").asText().equals("Charge")) {
        assertThat(charged.add(line.path("key").asText())).as("doubled: " + line).isTrue();
      }
    }
    assertThat(charged).isEqualTo(asked.keySet());
  }

  private static void charge(
      Caller caller,
      AtomicBoolean over,
      AtomicInteger next,
      Map<String, Long> asked,
      Map<String, Long> answered,
      Set<String> refunds) {
    try {
      while (!over.get()) {
        int number = next.incrementAndGet();
        String key = "k" + number;
        asked.put(key, 1000L + number);
        if (caller.pay(key, 1000L + number).status() == 201) {
          answered.put(key, 1000L + number);
        }
        if (number % 3 == 0
            && caller.put("/refunds/r" + number, Caller.refund(key, 1000)).status() == 201) {
          refunds.add("r" + number);
        }
      }
    } catch (IOException e) {
      // killed: this answer is lost
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void checkBooks(
      Caller caller, Map<String, Long> asked, Map<String, Long> answered, Set<String> refunds)
      throws Exception {
    Map<String, Long> charged = new HashMap<>();
    Map<String, Long> refunded = new HashMap<>();
    long seq = 0;
    for (JsonNode line : caller.ledger()) {
      assertThat(line.path("seq").asLong()).as("no gap").isEqualTo(++seq);
      long minor = line.path("amount").path("minor").asLong();
      String key = line.path("key").asText();
      assertThat((line.path("kind").asText().equals("Charge") ? charged : refunded).put(key, minor))
          .as("twice: " + line)
          .isNull();
    }
    assertThat(charged).containsAllEntriesOf(answered);
    assertThat(asked).containsAllEntriesOf(charged);
    assertThat(refunded.keySet()).containsAll(refunds);
  }

  private Process run(Map<String, String> changes) throws IOException {
    Map<String, String> env = new HashMap<>();
    env.put("PORT", "0");
    env.put("DATA_DIR", directory.resolve("data").toString());
    env.put("DRAIN", "0ms");
    env.putAll(changes);
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.environment().putAll(env);
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("gateway.log").toFile());
    var process = builder.start();
    started.add(process);
    return process;
  }

  private Caller caller() throws Exception {
    Caller.await("the port is bound", () -> LISTENS.matcher(log()).find());
    var found = LISTENS.matcher(log());
    assertThat(found.find()).isTrue();
    return new Caller(Integer.parseInt(found.group(1)));
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("gateway.log"));
  }
}
