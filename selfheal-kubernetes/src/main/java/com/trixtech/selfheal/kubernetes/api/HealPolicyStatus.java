package com.trixtech.selfheal.kubernetes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.trixtech.selfheal.manifest.policy.Field;
import com.trixtech.selfheal.manifest.policy.Mode;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator last knew about a policy and its target. Written by the operator alone, whole
 * each time. Immutable but for the fabric8 conditions, which nobody changes after writing.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealPolicyStatus(
    @Field("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @Field("What the operator does with the policy.") @Nullable PolicyPhase phase,
    @Field("How far it goes: the policy's mode, and at most the operator's own.")
        @Nullable Mode mode,
    @Field("One sentence: what is the case and why nothing, or this, is done.")
        @Nullable String summary,
    @Field("How many instances the target should have.") @Nullable Integer expectedReplicas,
    @Field("How many of them are healthy.") @Nullable Integer currentHealthy,
    @Field("How many must stay healthy: the policy's word and the PodDisruptionBudget's together.")
        @Nullable Integer desiredHealthy,
    @Field("How many more may be disrupted now.") @Nullable Integer disruptionsAllowed,
    @Field("Acts that count within the budget's window, the platform's restarts included.")
        @Nullable Integer actionsInWindow,
    @Field("How many such acts the window allows.") @Nullable Integer maxActions,
    @Field("Incidents of the target that are open.") @Nullable Integer openIncidents,
    @Field("Incidents that ended with proof of recovery.") @Nullable Long recovered,
    @Field("Incidents that ended with a call for a person.") @Nullable Long escalated,
    @Field("The Remediation of the newest incident.") @Nullable String lastRemediation,
    @Field(
            value =
                "Standard conditions: Ready, StormActive, BudgetExhausted, EscalationRequired,"
                    + " Paused.",
            byDefault = "[]")
        List<Condition> conditions) {

  /** Copies the list; none is an empty one. */
  @SuppressWarnings("NullAway") // What an older operator stored may lack the list.
  public HealPolicyStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** The types of {@link #conditions}. */
  public enum ConditionKind implements com.trixtech.selfheal.manifest.policy.Explained {
    Ready("The policy is whole, alone on its target, and the target's signals are fresh."),
    StormActive("Too many instances ail at once: single-instance remedies stand still."),
    BudgetExhausted("The window allows no more act now."),
    EscalationRequired("An incident waits for a person."),
    Paused("No new act is begun: somebody paused or suspended the policy, or tried to.");

    private final String meaning;

    ConditionKind(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }
}
