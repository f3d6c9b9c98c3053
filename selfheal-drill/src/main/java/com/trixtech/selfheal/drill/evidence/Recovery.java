package com.trixtech.selfheal.drill.evidence;

import com.trixtech.selfheal.server.api.Status.InstanceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the samples say of readiness and of restarts. */
public final class Recovery {
  private Recovery() {}

  /** The first moment from which on all was ready; null where all always was, or never again. */
  static @Nullable Instant readyAgain(Evidence seen) {
    Instant since = null;
    boolean ailed = false;
    for (Sample sample : seen.samples()) {
      if (!sample.allReady()) {
        ailed = true;
        since = null;
      } else if (since == null) {
        since = sample.at();
      }
    }
    return ailed ? since : null;
  }

  /** Whether the last sample shows everything ready. */
  static boolean readyAtEnd(Evidence seen) {
    return !seen.samples().isEmpty() && seen.samples().getLast().allReady();
  }

  /** From when on clients met no failure and all was ready; null where neither ever ailed. */
  static @Nullable Instant whole(Evidence seen) {
    Instant ready = readyAgain(seen);
    Instant harm = seen.traffic().lastHarm();
    if (ready == null || harm == null) {
      return ready == null ? harm : ready;
    }
    return ready.isAfter(harm) ? ready : harm;
  }

  /** What happened to the instances that were there before the fault; empty: nothing. */
  static List<String> touched(Evidence seen, String workload, Set<String> except) {
    Map<String, InstanceStatus> before = byUid(seen.before().instances(workload));
    Set<String> found = new LinkedHashSet<>();
    for (Sample sample : seen.samples()) {
      if (sample.workload(workload).isEmpty()) {
        continue;
      }
      Map<String, InstanceStatus> now = byUid(sample.instances(workload));
      before.forEach((uid, was) -> {
        if (!except.contains(uid)) {
          change(was, now.get(uid)).ifPresent(found::add);
        }
      });
    }
    return new ArrayList<>(found);
  }

  private static java.util.Optional<String> change(
      InstanceStatus was, @Nullable InstanceStatus is) {
    if (is == null) {
      return java.util.Optional.of(was.name() + " was replaced");
    }
    return is.restarts() > was.restarts() || !Objects.equals(is.pid(), was.pid())
        ? java.util.Optional.of(was.name() + " was restarted")
        : java.util.Optional.empty();
  }

  /** How many of the instances that were there before ended, each counted as often as it did. */
  static int restarted(Evidence seen, String workload) {
    int count = 0;
    if (seen.samples().isEmpty()) {
      return 0;
    }
    Map<String, InstanceStatus> last = byUid(seen.samples().getLast().instances(workload));
    for (InstanceStatus was : seen.before().instances(workload)) {
      InstanceStatus is = last.get(was.uid());
      count += is == null ? 1 : Math.max(0, is.restarts() - was.restarts());
    }
    return count;
  }

  /** Whether the workload is at full strength, and by none of the instances of before. */
  public static boolean replaced(Sample before, Sample now, String workload) {
    Set<String> old = byUid(before.instances(workload)).keySet();
    return now.workload(workload).filter(w -> w.settled()).isPresent()
        && now.instances(workload).stream().noneMatch(i -> old.contains(i.uid()));
  }

  private static Map<String, InstanceStatus> byUid(List<InstanceStatus> instances) {
    return instances.stream()
        .collect(Collectors.toMap(InstanceStatus::uid, Function.identity(), (a, b) -> a));
  }
}
