package com.trixtech.selfheal.kubernetes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.trixtech.selfheal.manifest.policy.Field;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one incident goes. Times are RFC 3339. Immutable but for the fabric8 conditions, which nobody
 * changes after writing.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RemediationStatus(
    @Field("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @Field("Where the incident stands.") @Nullable RemediationPhase phase,
    @Field("One sentence: what was done last, or why nothing is done.") @Nullable String summary,
    @Field("What the platform answered to the last act.") @Nullable String outcome,
    @Field("Whether the last remedy helped: Recovered, NotRecovered or Inconclusive.")
        @Nullable String verdict,
    @Field("How many acts were begun.") @Nullable Integer acts,
    @Field("The incident that this one is the return of.") @Nullable String recurrenceOf,
    @Field("When the first symptom was seen.") @Nullable String since,
    @Field("When the incident was opened.") @Nullable String openedAt,
    @Field("When the first act was begun.") @Nullable String actedAt,
    @Field("From when on everything was good.") @Nullable String recoveredAt,
    @Field("When it was closed.") @Nullable String closedAt,
    @Field(value = "Standard conditions.", byDefault = "[]") List<Condition> conditions) {

  /** Copies the list; none is an empty one. */
  @SuppressWarnings("NullAway") // What an older operator stored may lack the list.
  public RemediationStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
