package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.model.Dependency;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.HealPolicy.Reading;
import com.trixtech.selfheal.manifest.policy.LoopPolicies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The policies of a cluster, sorted into those that are followed and those that are not. Immutable.
 *
 * <p>Two policies on one target are both not followed: which of them is right, nobody has said. The
 * target of one that is not followed is still looked at, so that an incident that is open is not
 * forgotten.
 */
public record PolicyBook(List<Page> pages) {
  public static final PolicyBook EMPTY = new PolicyBook(List.of());

  /** Copies the list. */
  public PolicyBook {
    pages = List.copyOf(pages);
  }

  /** One policy. */
  public sealed interface Page {
    HealPolicy object();

    /** One that is followed. */
    record Followed(
        HealPolicy object, com.trixtech.selfheal.manifest.policy.HealPolicy read, Policy policy)
        implements Page {}

    /** One that is not, and why. */
    record Disabled(HealPolicy object, Reason reason, String message, Optional<WorkloadRef> target)
        implements Page {}
  }

  /** Why a policy is not followed. */
  public enum Reason {
    REFUSED("PolicyRefused", "the policy cannot be read as it stands"),
    CLASH("TwoPoliciesOnOneTarget", "another policy names the same target: neither is followed");

    private final String word;
    private final String sentence;

    Reason(String word, String sentence) {
      this.word = word;
      this.sentence = sentence;
    }

    /** The spelling in conditions. */
    public String word() {
      return word;
    }

    public String sentence() {
      return sentence;
    }
  }

  /**
   * Sorts them.
   *
   * @param most the most that any policy may do
   */
  public static PolicyBook of(Collection<HealPolicy> policies, Mode most) {
    return of(policies, most, HealPolicy::read);
  }

  /** The same, by a reader that may remember. */
  static PolicyBook of(
      Collection<HealPolicy> policies, Mode most, Function<HealPolicy, Reading> reader) {
    Map<WorkloadRef, List<Page.Followed>> byTarget = new LinkedHashMap<>();
    List<Page> pages = new ArrayList<>();
    for (HealPolicy object : policies) {
      switch (reader.apply(object)) {
        case Reading.Whole(var read) -> {
          Policy policy = LoopPolicies.of(read);
          Mode mode = policy.mode().compareTo(most) > 0 ? most : policy.mode();
          byTarget
              .computeIfAbsent(policy.target(), _ -> new ArrayList<>())
              .add(new Page.Followed(object, read, policy.withMode(mode)));
        }
        case Reading.Refused(var problems) ->
            pages.add(
                new Page.Disabled(
                    object, Reason.REFUSED, String.join("; ", problems), object.target()));
      }
    }
    byTarget.forEach((target, same) -> pages.addAll(same.size() == 1 ? same : clash(target, same)));
    return new PolicyBook(pages);
  }

  private static List<Page.Disabled> clash(WorkloadRef target, List<Page.Followed> same) {
    List<String> names = same.stream().map(p -> p.object().getMetadata().getName()).toList();
    String message =
        "%s is the target of %s: neither is followed"
            .formatted(target, String.join(" and ", names));
    return same.stream()
        .map(p -> new Page.Disabled(p.object(), Reason.CLASH, message, Optional.of(target)))
        .toList();
  }

  /** Those that are followed, in the loop's words. */
  public List<Policy> policies() {
    return followed().stream().map(Page.Followed::policy).toList();
  }

  /** Those that are followed. */
  public List<Page.Followed> followed() {
    return pages.stream()
        .filter(Page.Followed.class::isInstance)
        .map(Page.Followed.class::cast)
        .toList();
  }

  /** What must be looked at: all targets, and what they depend on. */
  public Set<WorkloadRef> workloads() {
    Set<WorkloadRef> wanted = new LinkedHashSet<>();
    for (Page page : pages) {
      switch (page) {
        case Page.Followed followed -> {
          wanted.add(followed.policy().target());
          for (Dependency dependency : followed.policy().dependsOn()) {
            WorkloadRef provider = dependency.workload();
            if (provider != null) {
              wanted.add(provider);
            }
          }
        }
        case Page.Disabled disabled -> disabled.target().ifPresent(wanted::add);
      }
    }
    return wanted;
  }
}
