package com.trixtech.selfheal.core.eject;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ejections of one service: feed it results, ask it who may be used.
 *
 * <p>Time only comes in with the calls and must not go backwards. Deterministic: the same calls
 * give the same answers. Not thread-safe: confine it to one owner (the data path pins a service to
 * one event loop).
 *
 * <p>An ejection by policy never lifts the number of ejected endpoints above {@link
 * EjectionPolicy#mostEjected}; an operator's order counts in that number but is not limited by it,
 * since whoever orders it has its own guard. When all are ejected, or fewer than the minimum are
 * left, all are used.
 */
public final class EjectionState {

  private EjectionPolicy policy;
  private final Map<String, Member> members = new HashMap<>();
  private int ejected; // members with a deadline, settled or not: zero is the fast path of mayUse

  public EjectionState(EjectionPolicy policy) {
    this.policy = policy;
  }

  /** Takes new settings; counts and running ejections stay as they are. */
  public void policy(EjectionPolicy changed) {
    policy = changed;
  }

  /**
   * Sets who belongs to the service. Who stays keeps its history, who goes is forgotten, who comes
   * starts in rotation.
   */
  public void members(Collection<String> uids) {
    Set<String> present = new HashSet<>(uids);
    members.keySet().retainAll(present);
    present.forEach(uid -> members.computeIfAbsent(uid, _ -> new Member()));
    ejected = (int) members.values().stream().filter(m -> m.until != null).count();
  }

  /**
   * Counts the result of one try. Results of endpoints that are ejected or unknown change nothing:
   * they belong to tries from before.
   *
   * @return whether this result ejected the endpoint
   */
  public boolean onResult(String uid, Result result, Instant now) {
    Member member = members.get(uid);
    if (member == null) {
      return false;
    }
    settle(now);
    if (member.until != null) {
      return false;
    }
    member.fade(now, policy.settings().interval());
    member.count(result, policy.settings().splitExternalLocalOriginErrors());
    if (!policy.ejects(member.serverErrors, member.gatewayErrors, member.localOriginFailures)
        || ejected >= policy.mostEjected(members.size())) {
      return false;
    }
    member.timesInRow++;
    eject(member, now.plus(policy.ejectionTime(member.timesInRow)));
    return true;
  }

  /**
   * Takes an endpoint out by order, until a deadline that ends it by itself. It does not count as a
   * failure of the endpoint.
   *
   * @return whether the endpoint is known
   */
  public boolean eject(String uid, Instant until) {
    Member member = members.get(uid);
    if (member == null) {
      return false;
    }
    eject(member, until);
    return true;
  }

  /** Ends an ejection of either kind before its time. Returns whether the endpoint is known. */
  public boolean uneject(String uid, Instant now) {
    Member member = members.get(uid);
    if (member == null) {
      return false;
    }
    if (member.until != null) {
      restore(member, now);
    }
    return true;
  }

  /**
   * Whether a request may go to this endpoint now. An unknown endpoint never; an ejected one only
   * in a panic.
   */
  public boolean mayUse(String uid, Instant now) {
    Member member = members.get(uid);
    if (member == null) {
      return false;
    }
    if (ejected == 0) {
      return true;
    }
    settle(now);
    return member.until == null || policy.panics(members.size(), ejected);
  }

  /** The deadline of the running ejection, or null when the endpoint is in rotation or unknown. */
  public @Nullable Instant ejectedUntil(String uid, Instant now) {
    settle(now);
    Member member = members.get(uid);
    return member == null ? null : member.until;
  }

  /** How often this endpoint was ejected since it joined, by policy or by order. */
  public int ejections(String uid) {
    Member member = members.get(uid);
    return member == null ? 0 : member.ejections;
  }

  /** How many are ejected now. */
  public int ejected(Instant now) {
    settle(now);
    return ejected;
  }

  private void eject(Member member, Instant until) {
    if (member.until == null) {
      ejected++;
    }
    member.until = until;
    member.ejections++;
  }

  /** Returns to rotation everyone whose time is over. */
  private void settle(Instant now) {
    if (ejected == 0) {
      return;
    }
    for (Member member : members.values()) {
      Instant until = member.until;
      if (until != null && !now.isBefore(until)) {
        restore(member, until);
      }
    }
  }

  private void restore(Member member, Instant at) {
    member.until = null;
    member.serverErrors = 0;
    member.gatewayErrors = 0;
    member.localOriginFailures = 0;
    member.healthySince = at;
    ejected--;
  }

  private static final class Member {
    int serverErrors;
    int gatewayErrors;
    int localOriginFailures;
    int timesInRow;
    int ejections;
    @Nullable Instant until;
    @Nullable Instant healthySince;

    /** Where failures without an answer are counted apart, any answer ends their row. */
    void count(Result result, boolean split) {
      if (split && result == Result.LOCAL_ORIGIN_FAILURE) {
        localOriginFailures++;
        return;
      }
      localOriginFailures = 0;
      switch (result) {
        case SUCCESS -> {
          serverErrors = 0;
          gatewayErrors = 0;
        }
        case SERVER_ERROR -> {
          serverErrors++;
          gatewayErrors = 0;
        }
        case GATEWAY_ERROR, LOCAL_ORIGIN_FAILURE -> {
          serverErrors++;
          gatewayErrors++;
        }
      }
    }

    /** Forgets one ejection for each whole interval spent in rotation. */
    void fade(Instant now, Duration interval) {
      if (timesInRow == 0 || healthySince == null) {
        return;
      }
      long whole = Duration.between(healthySince, now).dividedBy(interval);
      if (whole > 0) {
        timesInRow = (int) Math.max(0, timesInRow - whole);
        healthySince = healthySince.plus(interval.multipliedBy(whole));
      }
    }
  }
}
