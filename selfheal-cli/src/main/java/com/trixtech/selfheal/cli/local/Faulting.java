package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.local.LocalRuntime;
import com.trixtech.selfheal.local.faults.Fault.Kind;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.api.Fault;
import com.trixtech.selfheal.server.api.Problem;
import com.trixtech.selfheal.server.api.Requests;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Takes the faults of drills. */
final class Faulting {
  private static final Duration MOST = Duration.ofMinutes(10);

  /**
   * How long an act waits under {@link Kind#ACT_DELAY}: long enough to be interrupted in its
   * middle.
   */
  private static final Duration ACT_DELAY = Duration.ofSeconds(3);

  private Faulting() {}

  static Fault inject(LocalRuntime runtime, Requests.Inject request) {
    Duration duration = request.duration();
    if (duration == null || !duration.isPositive() || duration.compareTo(MOST) > 0) {
      throw ControlException.badInput(
          "duration: " + duration,
          "more than 0 and at most " + MOST + ": every fault ends by itself");
    }
    try {
      return view(
          runtime.injectFault(
              kind(request.kind()),
              request.target(),
              duration,
              kind(request.kind()) == Kind.ACT_DELAY ? ACT_DELAY : Duration.ZERO));
    } catch (LocalException e) {
      throw ControlException.badInput(
          String.valueOf(e.getMessage()), "a fault that can be injected");
    }
  }

  private static Kind kind(String word) {
    String wanted = word.replace('-', '_').toUpperCase(Locale.ROOT);
    return Arrays.stream(Kind.values())
        .filter(k -> k.name().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            ControlException.badInput("kind: " + word, "one of " + Arrays.toString(Kind.values())));
  }

  static Fault remove(LocalRuntime runtime, String id) {
    Optional<com.trixtech.selfheal.local.faults.Fault> known =
        runtime.faults().stream().filter(f -> f.id().equals(id)).findFirst();
    if (known.isEmpty()) {
      throw ControlException.notFound("fault: " + id, "a fault that is still there");
    }
    com.trixtech.selfheal.local.faults.Fault dirty = runtime.removeFault(id);
    if (dirty != null) {
      throw new ControlException(
          Problem.Code.CONFLICT,
          "fault: " + id + " remains: " + dirty.dirty(),
          "to be removed",
          null);
    }
    return view(known.get());
  }

  static Fault view(com.trixtech.selfheal.local.faults.Fault fault) {
    return new Fault(fault.id(), fault.kind().name(), fault.target(), fault.since(), fault.until());
  }
}
