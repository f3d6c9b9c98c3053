package com.trixtech.selfheal.core.model;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far the treatment of an incident has come, target by target. A target is named by {@link
 * Remedy#lock()}; an instance that was replaced also by its name, which a StatefulSet gives to the
 * next life.
 *
 * @param floor index of the ladder's rung at which every target begins
 * @param focus the target that was treated last; null before the first plan
 * @param incurable names of instances that ail after a replacement: no remedy for one instance is
 *     tried on them
 * @param failed indexes of rungs whose last remedy was done and not proven
 */
public record Course(
    String incident,
    int floor,
    @Nullable String focus,
    Map<String, Progress> progress,
    Set<String> incurable,
    Set<Integer> failed) {

  public Course {
    progress = Map.copyOf(progress);
    incurable = Set.copyOf(incurable);
    failed = Set.copyOf(failed);
  }

  /** Nothing was tried yet. */
  public static Course fresh(String incident) {
    return new Course(incident, 0, null, Map.of(), Set.of(), Set.of());
  }

  public Progress of(String lock) {
    return progress.getOrDefault(lock, Progress.NONE);
  }

  /** Of this life, or of the former one with the same name where that came farther. */
  public Progress of(InstanceRef instance) {
    Progress life = of(instance.uid());
    Progress name = of(instance.name());
    boolean farther =
        name.rung() > life.rung() || (name.rung() == life.rung() && name.tries() > life.tries());
    return farther ? name : life;
  }

  /**
   * How far one target came.
   *
   * @param rung the highest rung that was planned for it; -1 for none
   * @param tries acts on that rung that the platform did not refuse
   * @param refusal since when the platform has refused that rung; null where it has not
   */
  public record Progress(int rung, int tries, @Nullable Refusal refusal) {
    public static final Progress NONE = new Progress(-1, 0, null);
  }

  /** A refusal by the platform, from the first one on. */
  public record Refusal(Instant since, String why) {}
}
