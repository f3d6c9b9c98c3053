package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.manifest.semantics.PostgresPing;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Exec;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Handler;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.HttpGet;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Postgres;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.TcpSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs one probe once. Blocks for its time-out at most, so it belongs on a virtual thread. A plain
 * socket instead of an HTTP client: eight probes a second must cost next to nothing.
 */
public final class ProbeRun {
  private static final int MOST_BYTES = 10 * 1024;
  private static final int MOST_REDIRECTS = 10;

  private final ProcessTable table;
  private final Kill kill;

  public ProbeRun(ProcessTable table) {
    this.table = table;
    this.kill = new Kill(table);
  }

  /** Whether the probe succeeded, and what it said. */
  public record Result(boolean success, String detail) {}

  /** Runs a handler against an address; {@code blueprint} gives an exec probe its environment. */
  public Result run(Handler handler, String ip, Duration timeout, Supplier<Blueprint> blueprint) {
    return switch (handler) {
      case HttpGet get -> http(get, ip, timeout);
      case TcpSocket tcp -> tcp(Objects.requireNonNullElse(tcp.host(), ip), tcp.port(), timeout);
      case Postgres postgres ->
          postgres(Objects.requireNonNullElse(postgres.host(), ip), postgres.port(), timeout);
      case Exec exec -> exec(exec, blueprint.get(), timeout);
    };
  }

  private static Result tcp(String host, int port, Duration timeout) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), millis(timeout));
      return new Result(true, "connected to " + host + ":" + port);
    } catch (IOException e) {
      return new Result(false, "connect " + host + ":" + port + ": " + reason(e));
    }
  }

  private static Result postgres(String host, int port, Duration timeout) {
    try {
      PostgresPing.Answer answer = PostgresPing.ask(host, port, timeout);
      return new Result(
          answer.ready(), "postgres %s:%d: %s".formatted(host, port, answer.detail()));
    } catch (IOException e) {
      return new Result(false, "postgres %s:%d: %s".formatted(host, port, reason(e)));
    }
  }

  private static Result http(HttpGet get, String ip, Duration timeout) {
    String host = Objects.requireNonNullElse(get.host(), ip);
    long deadline = System.nanoTime() + timeout.toNanos();
    String path = get.path();
    String place = host + ":" + get.port();
    try {
      for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
        Answer answer = request(get, host, path, deadline);
        String next = sameHost(answer.location(), place);
        if (answer.status() / 100 != 3 || next.isEmpty()) {
          // A redirect to elsewhere is success without being followed, as for the kubelet.
          boolean success = answer.status() >= 200 && answer.status() < 400;
          String body = answer.body().isBlank() ? "" : " " + answer.body();
          return new Result(
              success, "GET " + path + ": " + answer.status() + (success ? "" : body));
        }
        path = next;
      }
      return new Result(false, "GET " + get.path() + ": more than 10 redirects");
    } catch (IOException | NumberFormatException e) {
      return new Result(false, "GET " + place + path + ": " + reason(e));
    }
  }

  private record Answer(int status, String location, String body) {}

  private static Answer request(HttpGet get, String host, String path, long deadline)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, get.port()), left(deadline));
      StringBuilder head = new StringBuilder("GET ").append(path).append(" HTTP/1.1\r\n");
      boolean namesHost = get.headers().stream().anyMatch(h -> h.name().equalsIgnoreCase("host"));
      if (!namesHost) {
        head.append("Host: ").append(host).append(':').append(get.port()).append("\r\n");
      }
      head.append("User-Agent: kube-probe/selfheal\r\nAccept: */*\r\nConnection: close\r\n");
      get.headers()
          .forEach(h -> head.append(h.name()).append(": ").append(h.value()).append("\r\n"));
      socket
          .getOutputStream()
          .write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
      return answer(readSome(socket, deadline));
    }
  }

  /**
   * Up to 10 KiB, to the end of the connection: a body cut short would be a reset for the server.
   */
  private static String readSome(Socket socket, long deadline) throws IOException {
    byte[] buffer = new byte[MOST_BYTES];
    int length = 0;
    InputStream in = socket.getInputStream();
    while (length < buffer.length && !complete(buffer, length)) {
      socket.setSoTimeout(left(deadline));
      int read = in.read(buffer, length, buffer.length - length);
      if (read < 0) {
        break;
      }
      length += read;
    }
    return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
  }

  /** Whether head and announced body are there, for servers that keep the connection open. */
  private static boolean complete(byte[] buffer, int length) {
    String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    String announced = header(text, "content-length");
    return !announced.isEmpty() && length >= end + 4 + Integer.parseInt(announced);
  }

  private static Answer answer(String text) throws IOException {
    String[] status = text.lines().findFirst().orElse("").split(" ", 3);
    if (status.length < 2 || !status[0].startsWith("HTTP/")) {
      throw new IOException("no HTTP answer");
    }
    int end = text.indexOf("\r\n\r\n");
    String body = end < 0 ? "" : text.substring(end + 4);
    return new Answer(
        Integer.parseInt(status[1]),
        header(text, "location"),
        body.substring(0, Math.min(200, body.length())).strip());
  }

  private static String header(String text, String name) {
    return text.lines()
        .takeWhile(line -> !line.isEmpty())
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** The path of a redirect that stays at the same place, or nothing. */
  private static String sameHost(String location, String place) {
    String prefix = "http://" + place;
    if (location.startsWith(prefix + "/")) {
      return location.substring(prefix.length());
    }
    return location.startsWith("/") && !location.startsWith("//") ? location : "";
  }

  private Result exec(Exec exec, Blueprint blueprint, Duration timeout) {
    Process process;
    try {
      process = Spawn.beside(exec.command(), blueprint);
    } catch (RuntimeException e) {
      return new Result(false, String.valueOf(e.getMessage()));
    }
    var id = table.entry(process.pid()).map(ProcessTable.Entry::id);
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        id.ifPresent(known -> kill.sendTree("KILL", known));
        process.destroyForcibly();
        return new Result(
            false,
            "exec %s: no end after %d ms".formatted(exec.command().getFirst(), timeout.toMillis()));
      }
      String said = said(process);
      return new Result(
          process.exitValue() == 0,
          "exec %s: exit code %d%s"
              .formatted(exec.command().getFirst(), process.exitValue(), said));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return new Result(false, "exec: interrupted");
    }
  }

  private static String said(Process process) {
    try (InputStream out = process.getInputStream()) {
      int available = Math.min(200, out.available());
      String text = new String(out.readNBytes(available), StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? "" : " " + text;
    } catch (IOException e) {
      return "";
    }
  }

  private static int left(long deadline) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  private static int millis(Duration timeout) {
    return (int) Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE));
  }

  private static String reason(Exception e) {
    return e instanceof SocketTimeoutException
        ? "no answer in time"
        : Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }
}
