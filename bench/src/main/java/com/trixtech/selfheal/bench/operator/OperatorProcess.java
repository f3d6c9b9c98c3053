package com.trixtech.selfheal.bench.operator;

import com.trixtech.selfheal.kubernetes.operator.OperatorMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operator in a JVM of its own, with the flags of its image and the heap that it is to make do
 * with.
 */
final class OperatorProcess implements AutoCloseable {
  /** What its requests are known by in the audit log. */
  static final String USER = "operator-under-test";

  static final int HEAP_MIB = 256;

  private static final Pattern PORT = Pattern.compile("metrics on port (\\d+)");
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path log;
  private final Process process;

  /** Starts it. */
  OperatorProcess(Path folder, String kubeconfig, String home) throws IOException {
    log = folder.resolve("operator.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                BIN.resolve("java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + HEAP_MIB + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dkubernetes.impersonate.username=" + USER,
                "-Dkubernetes.impersonate.group=system:masters",
                "-cp",
                System.getProperty("java.class.path"),
                OperatorMain.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG",
                    Files.writeString(folder.resolve("kubeconfig"), kubeconfig).toString(),
                "POD_NAMESPACE", home,
                "POD_NAME", "bench",
                "SELFHEAL_MODE", "Enforce",
                "SELFHEAL_NAMESPACES", "*",
                "HOST", "127.0.0.1",
                "PORT", "0"));
    process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  private String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its own figure of that name, from its metrics; NaN while it has none. */
  double metric(String name) {
    Matcher port = PORT.matcher(log());
    if (!process.isAlive()) {
      throw new IllegalStateException("operator: ended (expected: running): " + log());
    }
    if (!port.find()) {
      return Double.NaN;
    }
    URI uri = URI.create("http://127.0.0.1:%s/metrics".formatted(port.group(1)));
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException notYet) {
      return Double.NaN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Heap that is used after a full collection, in KiB. */
  long heap() throws IOException, InterruptedException {
    jcmd("GC.run");
    Matcher used = USED.matcher(jcmd("GC.heap_info"));
    long all = 0;
    for (int generation = 0; generation < 2 && used.find(); generation++) {
      all += Long.parseLong(used.group(1));
    }
    return all;
  }

  /** The most memory that the process has had, in KiB; 0 where the system does not say. */
  long peak() throws IOException {
    Path status = Path.of("/proc/%d/status".formatted(process.pid()));
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElse(0)
        : 0;
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(BIN.resolve("jcmd").toString(), String.valueOf(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    return said;
  }

  @Override
  public void close() throws InterruptedException {
    http.close();
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
