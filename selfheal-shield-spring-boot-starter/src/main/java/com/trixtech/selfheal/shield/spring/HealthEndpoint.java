package com.trixtech.selfheal.shield.spring;

import com.trixtech.selfheal.shield.health.Health;
import com.trixtech.selfheal.shield.health.HealthAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.web.HttpRequestHandler;

/** Writes what {@link Health} knows; asks nobody. Thread-safe. */
final class HealthEndpoint implements HttpRequestHandler {
  static final List<String> PATHS =
      List.of("/health", "/health/live", "/health/ready", "/health/startup");

  private final Health health;

  HealthEndpoint(Health health) {
    this.health = health;
  }

  @Override
  public void handleRequest(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    HealthAnswer answer = health.at(path);
    if (answer == null) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.getOutputStream().write(answer.json().getBytes(StandardCharsets.UTF_8));
  }
}
