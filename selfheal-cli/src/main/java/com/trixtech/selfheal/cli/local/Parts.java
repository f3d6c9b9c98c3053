package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.local.LocalRuntime;
import com.trixtech.selfheal.local.LocalSettings;
import com.trixtech.selfheal.local.controllers.Addresses;
import com.trixtech.selfheal.local.net.AddressPool;
import com.trixtech.selfheal.local.net.AddressesUnavailable;
import com.trixtech.selfheal.local.node.NodeSettings;
import com.trixtech.selfheal.local.services.ProxyCommand;
import com.trixtech.selfheal.local.services.ProxyPlane;
import com.trixtech.selfheal.local.services.ProxyProcess;
import com.trixtech.selfheal.local.services.ProxyUnavailable;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.server.api.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The parts of one machine, taken over or started: addresses, data path, runtime. Closing lets all
 * of it run on; {@link #down} ends it.
 */
final class Parts implements AutoCloseable {
  /** Small and quick to start; measured in docs/adr/0005-data-path.md. */
  private static final List<String> PROXY_JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx96m",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** Longer than any sensible termination grace, and shorter than {@code down} waits. */
  private static final Duration GRACE = Duration.ofSeconds(75);

  private final LocalRuntime runtime;
  private final ProxyPlane plane;

  Parts(Path state, Consumer<String> progress) {
    try {
      AddressPool addresses = AddressPool.claim(state);
      progress.accept("starting the data path");
      ProxyProcess proxy = ProxyProcess.start(state, ProxyCommand.ofThisJvm(PROXY_JVM));
      ProxyPlane made = null;
      try {
        made = new ProxyPlane(proxy, InstantSource.system());
        plane = made;
        runtime =
            LocalRuntime.open(
                new LocalSettings(
                    state,
                    plane,
                    addresses(addresses),
                    NodeSettings.DEFAULT,
                    InstantSource.system(),
                    progress));
      } catch (RuntimeException e) {
        if (made != null) {
          made.close();
        }
        if (proxy.adopted()) {
          proxy.close();
        } else {
          proxy.stop();
        }
        throw e;
      }
    } catch (LocalException | AddressesUnavailable | ProxyUnavailable e) {
      throw environment(e, "what was started has been stopped again");
    }
  }

  static CommandFailure environment(RuntimeException e, String state) {
    return new CommandFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), state);
  }

  LocalRuntime runtime() {
    return runtime;
  }

  private static Addresses addresses(AddressPool pool) {
    return new Addresses() {
      @Override
      public String service(String name) {
        return pool.service(name);
      }

      @Override
      public String nextInstance(Predicate<String> inUse) {
        return pool.nextInstance(inUse);
      }

      @Override
      public void release() {
        pool.release();
      }
    };
  }

  void down(Requests.Down request) {
    runtime.down(request.wipe(), grace(request));
  }

  /** Ends what a healer that has ended left running on a state, and starts nothing for it. */
  static void clean(Path state, Requests.Down request) {
    try {
      AddressPool addresses = AddressPool.claim(state);
      LocalRuntime.open(
              new LocalSettings(
                  state,
                  new Nowhere(() -> ProxyProcess.stopLeft(state)),
                  addresses(addresses),
                  NodeSettings.DEFAULT,
                  InstantSource.system(),
                  sentence -> {}))
          .down(request.wipe(), grace(request));
    } catch (LocalException | AddressesUnavailable | ProxyUnavailable e) {
      throw environment(e, "see ./selfheal status, and ./selfheal down again");
    }
  }

  private static Duration grace(Requests.Down request) {
    return request.force() ? Duration.ZERO : GRACE;
  }

  @Override
  public void close() {
    runtime.close();
    plane.close();
  }
}
