package com.trixtech.selfheal.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.trixtech.selfheal.server.api.Problem;
import com.trixtech.selfheal.server.api.Requests;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Serves a {@link ControlPlane} on a loopback address and a free port, to whoever can read {@code
 * STATE/control.json}. One virtual thread for each request. A process is told to end by {@code POST
 * /v1/down}: the answer goes out first, then {@code onDown} is called, on a request's thread: it
 * must not wait for this server to close.
 */
public final class ControlServer implements AutoCloseable {

  private static final int MAX_BODY = 64 * 1024;

  private final HttpServer http;
  private final ExecutorService threads;
  private final byte[] authorization;
  private final Routes routes;
  private final Consumer<Requests.Down> onDown;
  private final Path state;
  private final ControlFile file;

  private ControlServer(
      HttpServer http, ControlPlane plane, Path state, Consumer<Requests.Down> onDown) {
    this.http = http;
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    this.routes = new Routes(plane);
    this.onDown = onDown;
    this.state = state;
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    ProcessHandle self = ProcessHandle.current();
    this.file =
        new ControlFile(
            token,
            "http://"
                + http.getAddress().getAddress().getHostAddress()
                + ":"
                + http.getAddress().getPort(),
            self.pid(),
            self.info().startInstant().orElseGet(Instant::now));
  }

  /** Binds, serves, and only then writes the control file. */
  public static ControlServer start(
      InetAddress loopback, Path state, ControlPlane plane, Consumer<Requests.Down> onDown)
      throws IOException {
    if (!loopback.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "control address: " + loopback.getHostAddress() + " (expected: a loopback address)");
    }
    // Without it every answer waits 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    ControlServer server = new ControlServer(http, plane, state, onDown);
    http.setExecutor(server.threads);
    http.createContext("/", server::handle);
    http.start();
    try {
      server.file.write(state);
    } catch (IOException e) {
      http.stop(0);
      throw e;
    }
    return server;
  }

  public ControlFile file() {
    return file;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Requests.Down down = null;
      int status = 200;
      Object answer;
      try {
        authorize(exchange);
        Object result = routes.answer(call(exchange));
        if (result instanceof Requests.Down request) {
          down = request;
          status = 202;
        }
        answer = result;
      } catch (ControlException e) {
        status = e.problem().code().httpStatus();
        answer = e.problem();
      } catch (RuntimeException e) {
        // The trace belongs into the healer's log, the asker gets one sentence.
        System.Logger log = System.getLogger(ControlServer.class.getName());
        log.log(System.Logger.Level.ERROR, exchange.getRequestURI().getPath() + " failed", e);
        status = 500;
        answer =
            new Problem(
                Problem.Code.BUG,
                "the healer failed to answer: " + e,
                null,
                "its log is STATE/logs/healer.log");
      }
      send(exchange, status, answer);
      if (down != null) {
        onDown.accept(down);
      }
    }
  }

  private void authorize(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (given == null
        || !MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), authorization)) {
      throw new ControlException(
          Problem.Code.UNAUTHORIZED,
          "token: " + (given == null ? "missing" : "wrong"),
          "Authorization: Bearer and the token of STATE/control.json",
          "the healer may have been started anew since that file was read");
    }
  }

  private static Routes.Call call(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw ControlException.badInput(
          "body: more than " + MAX_BODY + " bytes", "at most " + MAX_BODY);
    }
    URI uri = exchange.getRequestURI();
    return new Routes.Call(
        exchange.getRequestMethod(), uri.getRawPath(), Routes.query(uri.getRawQuery()), body);
  }

  private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
    byte[] body;
    try {
      body = Json.MAPPER.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new IOException("answer: " + answer.getClass() + " cannot be written as JSON", e);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /**
   * Removes the control file, unless another healer has replaced it, and then stops serving:
   * whoever is cut off finds no file, and knows that it was meant.
   */
  @Override
  public void close() {
    try {
      if (ControlFile.read(state).filter(file::equals).isPresent()) {
        Files.deleteIfExists(ControlFile.in(state));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      http.stop(0);
      threads.close();
    }
  }
}
