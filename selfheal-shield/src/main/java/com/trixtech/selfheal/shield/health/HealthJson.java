package com.trixtech.selfheal.shield.health;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** Writes answers; the whole form is in {@code docs/shield.md}. */
final class HealthJson {
  private static final JsonFactory JSON = new JsonFactory();

  private HealthJson() {}

  static String write(
      String name, Finding finding, Duration uptime, Duration pulse, List<CheckResult> checks) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("name", name);
      json.writeStringField("status", finding.condition().label());
      json.writeStringField("why", finding.why());
      json.writeNumberField("uptimeMs", uptime.toMillis());
      json.writeNumberField("pulseAgeMs", pulse.toMillis());
      json.writeObjectFieldStart("checks");
      for (CheckResult check : checks) {
        write(json, check);
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not throw
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, CheckResult check) throws IOException {
    json.writeObjectFieldStart(check.name());
    json.writeStringField("status", check.finding().condition().label());
    json.writeStringField("why", check.finding().why());
    if (check.age().isPresent()) {
      json.writeNumberField("ageMs", check.age().get().toMillis());
    } else {
      json.writeNullField("ageMs");
    }
    json.writeNumberField("forMs", check.lasting().toMillis());
    json.writeNumberField("failures", check.failures());
    json.writeEndObject();
  }
}
