package com.trixtech.selfheal.kubernetes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.trixtech.selfheal.manifest.policy.CauseName;
import com.trixtech.selfheal.manifest.policy.Field;
import com.trixtech.selfheal.manifest.policy.Remedy;
import com.trixtech.selfheal.manifest.policy.Spec.TargetRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known, meant and written down of one incident. The fields before {@code entries} repeat
 * the newest entries in words, so that a reader needs no other tool than kubectl; the entries alone
 * are the journal. Immutable.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RemediationSpec(
    @Field("The HealPolicy that is followed, in the same namespace.") @Nullable String policy,
    @Field("The workload that ails; none where the entries are the healer's own.")
        @Nullable TargetRef targetRef,
    @Field("The incident's name in the journal.") @Nullable String incident,
    @Field("Why it ails, as last diagnosed.") @Nullable CauseName cause,
    @Field(value = "The instances that ail, as last diagnosed.", byDefault = "[]")
        List<String> affected,
    @Field(value = "What the diagnosis rests on.", byDefault = "[]") List<String> evidence,
    @Field(
            value = "The causes that were considered and rejected, with the reason.",
            byDefault = "[]")
        List<String> rejected,
    @Field("The remedy that was last planned.") @Nullable Remedy remedy,
    @Field("What the remedy was to be done to: an instance or the whole workload.")
        @Nullable String remedyTarget,
    @Field("What the guard said of it, with its numbers.") @Nullable Judgement guard,
    @Field(value = "The journal of the incident, in the order of writing.", byDefault = "[]")
        List<Entry> entries) {

  /** Copies the lists; none is an empty one. */
  public RemediationSpec {
    affected = orEmpty(affected);
    evidence = orEmpty(evidence);
    rejected = orEmpty(rejected);
    entries = orEmpty(entries);
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /** What the guard said. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Judgement(
      @Field("Why the remedy was admitted or refused, in one word.") String reason,
      @Field("The figures that decided.") String numbers,
      @Field("When it is asked again; none where only a person or the world can change it.")
          @Nullable String notBefore) {}

  /** One entry of the journal. */
  public record Entry(
      @Field(value = "Its place among all entries of this operator, growing.", min = 0)
          long sequence,
      @Field("When it was written, RFC 3339.") String at,
      @Field("The entry itself, as JSON.") String entry) {}
}
