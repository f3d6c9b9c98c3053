package com.trixtech.selfheal.proxy;

import com.trixtech.selfheal.proxy.wire.Ready;
import com.trixtech.selfheal.proxy.wire.Wire;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The proxy process. Exit codes: 0 after TERM and drain, 1 unexpected, 2 wrong use, 3 an address is
 * not free.
 *
 * <p>The admin token comes from the environment ({@code SELFHEAL_PROXY_TOKEN}), where other users
 * of the machine cannot read it.
 */
public final class Main {

  private static final Duration DRAIN = Duration.ofSeconds(10);

  private Main() {}

  public static void main(String... args) {
    int failed = run(args, System.getenv("SELFHEAL_PROXY_TOKEN"));
    if (failed != 0) {
      Runtime.getRuntime()
          .halt(failed); // event loops may run already; nothing they do is worth waiting for
    }
  }

  private static int run(String[] args, @Nullable String token) {
    try {
      Arguments arguments = Arguments.parse(args);
      if (token == null || token.isBlank()) {
        throw new IllegalArgumentException(
            "SELFHEAL_PROXY_TOKEN: missing (expected: a secret in the environment)");
      }
      Proxy proxy = Proxy.start(arguments.routes(), arguments.eventLoops());
      String adminUrl = Admin.listen(proxy, token, arguments.adminHost(), arguments.adminPort());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(proxy), "drain"));
      Ready ready = new Ready(ProcessHandle.current().pid(), adminUrl);
      RoutesFile.replace(arguments.readyFile(), Wire.json().writeValueAsBytes(ready));
      return 0;
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (AddressUnavailable e) {
      System.err.println(e.getMessage());
      return 3;
    } catch (Exception e) {
      System.err.println("proxy: " + e.getMessage() + " (expected: a start)");
      return 1;
    }
  }

  /** A drained end is a success, which the JVM's own exit code for TERM (143) would not say. */
  private static void drain(Proxy proxy) {
    int code = 0;
    try {
      proxy.shutdown(DRAIN);
    } catch (Exception e) {
      System.err.println("drain: " + e.getMessage() + " (expected: within " + DRAIN + ")");
      code = 1;
    }
    Runtime.getRuntime().halt(code);
  }
}
