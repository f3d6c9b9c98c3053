package com.trixtech.booking.gateway;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A gateway in this process, with a control port, fast unless a test wants it slow. */
abstract class GatewayTest {
  // It greets with several lines. Held, since the JDK forgets loggers that nobody holds.
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  static {
    HELIDON.setLevel(Level.WARNING);
  }

  @TempDir Path directory;
  private @Nullable Gateway gateway;

  Caller start(Map<String, String> changes) throws Exception {
    Map<String, String> env = new HashMap<>();
    env.put("PORT", "0");
    env.put("CONTROL_PORT", "0");
    env.put("DATA_DIR", directory.toString());
    env.put("SERVICE_TIME", "1ms");
    env.put("DRAIN", "0ms");
    env.putAll(changes);
    Gateway started = Gateway.start(Config.from(env));
    gateway = started;
    return new Caller(started.port());
  }

  Caller start() throws Exception {
    return start(Map.of());
  }

  Caller control() {
    return new Caller(Objects.requireNonNull(gateway).controlPort().orElseThrow());
  }

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }
}
