package com.trixtech.selfheal.drill.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.ProviderFault;
import com.trixtech.selfheal.server.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The control port of the payment provider. Thread-safe. */
final class ProviderControl {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /** Whether it answers. */
  boolean open(String ip) throws InterruptedException {
    try {
      return send(ip, HttpRequest.newBuilder().GET()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  void on(String ip, ProviderFault fault, Duration duration)
      throws IOException, InterruptedException {
    String body = json(fault).put("for", duration.toString()).toString();
    expect(200, send(ip, HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body))));
  }

  void off(String ip) throws IOException, InterruptedException {
    expect(200, send(ip, HttpRequest.newBuilder().DELETE()));
  }

  static ObjectNode json(ProviderFault fault) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    return switch (fault) {
      case ProviderFault.Slow slow -> json.put("kind", "Slow").put("factor", slow.factor());
      case ProviderFault.Hang _ -> json.put("kind", "Hang");
      case ProviderFault.Errors errors -> json.put("kind", "Errors").put("ratio", errors.share());
      case ProviderFault.AnswerLost lost ->
          json.put("kind", "AnswerLost").put("ratio", lost.share());
    };
  }

  private HttpResponse<String> send(String ip, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://" + ip + ":" + Disturbance.CONTROL_PORT + "/fault");
    return http.send(request.uri(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
  }

  private static void expect(int status, HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() != status) {
      throw new IOException(
          "%s: %d %s (expected: %d)"
              .formatted(answer.uri(), answer.statusCode(), answer.body(), status));
    }
  }
}
