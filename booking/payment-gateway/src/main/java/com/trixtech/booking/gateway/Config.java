package com.trixtech.booking.gateway;

import com.trixtech.booking.process.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything the gateway is told from outside, read once from the environment. Immutable.
 *
 * @param port 0 takes any free port
 * @param dataDir where the store is; it must outlive the process
 * @param serviceTime how long each request occupies a server
 * @param controlPort where faults are switched on; empty in normal life, and then nobody can
 * @param drain how long requests are still taken after SIGTERM, so that whoever routes to us can
 *     notice
 */
public record Config(
    String host,
    int port,
    Path dataDir,
    Duration serviceTime,
    int servers,
    OptionalInt controlPort,
    String podName,
    String release,
    Duration drain) {

  /** Reads all variables before it complains, so that one start shows every mistake. */
  public static Config from(Map<String, String> env) throws Environment.Invalid {
    var read = new Environment(env);
    var config =
        new Config(
            read.text("HOST", "127.0.0.1"),
            read.number("PORT", 3100, 0, 65535),
            Path.of(read.required("DATA_DIR", "a directory that outlives the process")),
            read.duration("SERVICE_TIME", Duration.ofMillis(20), Duration.ofSeconds(60)),
            read.number("SERVERS", 32, 1, 10_000),
            env.getOrDefault("CONTROL_PORT", "").isBlank()
                ? OptionalInt.empty()
                : OptionalInt.of(read.number("CONTROL_PORT", 0, 0, 65535)),
            read.text("POD_NAME", "payment-gateway"),
            read.text("RELEASE", version()),
            read.duration("DRAIN", Duration.ofMillis(300), Duration.ofSeconds(30)));
    read.check();
    return config;
  }

  private static String version() {
    return Optional.ofNullable(Config.class.getPackage().getImplementationVersion()).orElse("dev");
  }
}
