package com.trixtech.booking.load;

import java.net.URI;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options that both commands have. */
final class Target {
  @Option(
      names = "--backend",
      required = true,
      paramLabel = "URL",
      description = "address of the backend, such as http://127.0.0.1:3000")
  private URI backend = URI.create("http://127.0.0.1:3000");

  @Option(
      names = "--gateway",
      required = true,
      paramLabel = "URL",
      description = "address of the payment provider, such as http://127.0.0.1:3100")
  private URI gateway = URI.create("http://127.0.0.1:3100");

  @Option(
      names = "--patience",
      defaultValue = "PT60S",
      paramLabel = "DURATION",
      description =
          "how long open payments may take to settle, ISO-8601 (default: ${DEFAULT-VALUE})")
  private Duration patience = Duration.ZERO;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Format format = Format.text;

  /** How the report is printed; the constants are what people type. */
  enum Format {
    text,
    json
  }

  URI backend() {
    return backend;
  }

  URI gateway() {
    return gateway;
  }

  Duration patience() {
    return patience;
  }

  Format format() {
    return format;
  }
}
