package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.local.controllers.WorkloadSpec.Update;
import java.util.ArrayList;
import java.util.List;

/**
 * What a Deployment's controller does next. Pure; called again after each change, so each call does
 * only what is safe now.
 *
 * @param create how many instances of the current revision to make
 * @param remove uids to end
 */
record RollingPlan(int create, List<String> remove) {

  /**
   * The rolling update of Kubernetes:
   *
   * <ol>
   *   <li>never more than desired + maxSurge (rounded up) instances;
   *   <li>never fewer than desired - maxUnavailable (rounded down) available ones by our own doing;
   *   <li>of the old revisions, those go first that serve nobody.
   * </ol>
   *
   * @param members those that terminate not included
   */
  static RollingPlan rolling(int desired, Update update, List<Member> members) {
    int surge = update.maxSurge().roundUp(desired);
    int unavailable = update.maxUnavailable().roundDown(desired);
    if (surge == 0 && unavailable == 0) {
      unavailable = 1; // as Kubernetes: else it could never make progress
    }
    List<Member> fresh = members.stream().filter(Member::current).toList();
    List<Member> old =
        members.stream().filter(m -> !m.current()).sorted(Member.VICTIMS_FIRST).toList();

    int room = Math.max(0, desired + surge - members.size());
    int create = Math.max(0, Math.min(room, desired - fresh.size()));
    List<String> remove = new ArrayList<>(surplus(fresh, desired));

    int leastAvailable = desired - unavailable;
    int freshNotAvailable = (int) fresh.stream().filter(m -> !m.available()).count();
    int mayGo = members.size() - leastAvailable - freshNotAvailable;
    if (mayGo > 0) {
      old.stream().filter(m -> !m.available()).limit(mayGo).forEach(m -> remove.add(m.uid()));
      int available = (int) members.stream().filter(Member::available).count();
      old.stream()
          .filter(Member::available)
          .limit(Math.max(0, available - leastAvailable))
          .forEach(m -> remove.add(m.uid()));
    }
    return new RollingPlan(create, List.copyOf(remove));
  }

  /**
   * Everything of the old revisions ends before anything of the new one begins.
   *
   * @param members those that terminate included
   */
  static RollingPlan recreate(int desired, List<Member> members) {
    List<Member> old = members.stream().filter(m -> !m.current()).toList();
    if (!old.isEmpty()) {
      return new RollingPlan(
          0, old.stream().filter(m -> !m.terminating()).map(Member::uid).toList());
    }
    List<Member> fresh = members.stream().filter(m -> !m.terminating()).toList();
    return new RollingPlan(Math.max(0, desired - fresh.size()), surplus(fresh, desired));
  }

  private static List<String> surplus(List<Member> members, int desired) {
    return members.stream()
        .sorted(Member.VICTIMS_FIRST)
        .limit(Math.max(0, members.size() - desired))
        .map(Member::uid)
        .toList();
  }
}
