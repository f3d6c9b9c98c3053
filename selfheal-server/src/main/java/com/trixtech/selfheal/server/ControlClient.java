package com.trixtech.selfheal.server;

import com.fasterxml.jackson.core.type.TypeReference;
import com.trixtech.selfheal.server.NoHealerException.Trace;
import com.trixtech.selfheal.server.api.ApplyReport;
import com.trixtech.selfheal.server.api.Automation;
import com.trixtech.selfheal.server.api.Explanation;
import com.trixtech.selfheal.server.api.Fault;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.LogChunk;
import com.trixtech.selfheal.server.api.Metrics;
import com.trixtech.selfheal.server.api.PauseView;
import com.trixtech.selfheal.server.api.Problem;
import com.trixtech.selfheal.server.api.Requests;
import com.trixtech.selfheal.server.api.Status;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks the healer of one state; thread-safe. Every method throws {@link NoHealerException} where
 * nobody answers, and {@link ControlException} where the healer says no.
 */
public final class ControlClient implements ControlLink {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http;
  private final Path state;
  private final ControlFile file;

  private ControlClient(Path state, ControlFile file) {
    this.state = state;
    this.file = file;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
  }

  /** Finds the healer by its control file; does not ask it anything yet. */
  public static ControlClient of(Path state) {
    ControlFile file = ControlFile.read(state).orElseThrow(() -> none(state));
    if (!file.alive()) {
      throw dead(state, file);
    }
    return new ControlClient(state, file);
  }

  private static NoHealerException dead(Path state, ControlFile file) {
    return new NoHealerException(
        Trace.DEAD,
        "the healer of "
            + state
            + " (pid "
            + file.pid()
            + ") has ended; what it ran may still run (expected: ./selfheal up to take it over, or"
            + " ./selfheal down to stop it)");
  }

  public ControlFile file() {
    return file;
  }

  @Override
  public Status status() {
    return get("status", new TypeReference<>() {});
  }

  @Override
  public List<IncidentView> incidents(boolean all) {
    return get("incidents?scope=" + (all ? "all" : "open"), new TypeReference<>() {});
  }

  @Override
  public IncidentView incident(String id) {
    return get("incidents/" + escaped(id), new TypeReference<>() {});
  }

  @Override
  public Explanation explain(String target) {
    return get("explain?target=" + escaped(target), new TypeReference<>() {});
  }

  @Override
  public ApplyReport apply(Requests.Apply request) {
    return send("POST", "apply", request, LONG_PATIENCE, new TypeReference<>() {});
  }

  @Override
  public Automation automation() {
    return get("automation", new TypeReference<>() {});
  }

  @Override
  public PauseView pause(Requests.PauseFor request) {
    return send("POST", "pauses", request, PATIENCE, new TypeReference<>() {});
  }

  @Override
  public List<PauseView> resume(String id) {
    return send("DELETE", "pauses/" + escaped(id), null, PATIENCE, new TypeReference<>() {});
  }

  @Override
  public IncidentView approve(String incident, String by) {
    return send(
        "POST",
        "incidents/" + escaped(incident) + "/approve",
        new Requests.Approval(by),
        PATIENCE,
        new TypeReference<>() {});
  }

  @Override
  public LogChunk logs(String instance, int lines, OptionalLong from) {
    String after = from.isPresent() ? "&from=" + from.getAsLong() : "";
    return get(
        "logs?instance=" + escaped(instance) + "&lines=" + lines + after, new TypeReference<>() {});
  }

  @Override
  public Fault inject(Requests.Inject request) {
    return send("POST", "faults", request, LONG_PATIENCE, new TypeReference<>() {});
  }

  @Override
  public List<Fault> faults() {
    return get("faults", new TypeReference<>() {});
  }

  @Override
  public Fault removeFault(String id) {
    return send("DELETE", "faults/" + escaped(id), null, LONG_PATIENCE, new TypeReference<>() {});
  }

  @Override
  public Metrics metrics() {
    return get("metrics", new TypeReference<>() {});
  }

  /** Tells the healer to end everything; it has ended when {@link ControlFile#alive} is false. */
  public Requests.Down down(boolean wipe, boolean force) {
    return send("POST", "down", new Requests.Down(wipe, force), PATIENCE, new TypeReference<>() {});
  }

  private <T> T get(String path, TypeReference<T> type) {
    return send("GET", path, null, PATIENCE, type);
  }

  private <T> T send(
      String method, String path, @Nullable Object body, Duration patience, TypeReference<T> type) {
    try {
      BodyPublisher content =
          body == null
              ? BodyPublishers.noBody()
              : BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body));
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(URI.create(file.url() + "/v1/" + path))
                  .timeout(patience)
                  .header("Authorization", "Bearer " + file.token())
                  .header("Content-Type", "application/json")
                  .method(method, content)
                  .build(),
              BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 != 2) {
        throw new ControlException(Json.MAPPER.readValue(response.body(), Problem.class));
      }
      return Json.MAPPER.readValue(response.body(), type);
    } catch (IOException e) {
      throw cutOff(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent(e);
    }
  }

  private NoHealerException cutOff(IOException e) {
    if (ControlFile.read(state).isEmpty()) {
      return none(state);
    }
    return file.alive() ? silent(e) : dead(state, file);
  }

  private static NoHealerException none(Path state) {
    return new NoHealerException(
        Trace.NONE, "no healer runs on " + state + " (expected: ./selfheal up)");
  }

  private NoHealerException silent(Exception e) {
    return new NoHealerException(
        Trace.SILENT,
        "the healer of %s (pid %d) does not answer at %s: %s (expected: an answer; see %s)"
            .formatted(
                state, file.pid(), file.url(), e, state.resolve("logs").resolve("healer.log")));
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
