package com.trixtech.selfheal.manifest.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is told when the ladder ends. Immutable. */
public record Escalation(
    @Field(value = "How loud.", byDefault = "warning") Severity severity,
    @Field(value = "Where to.", byDefault = "[{kind: log}]") @JsonProperty("notify")
        List<Notify> receivers) {

  /** Copies the list. */
  public Escalation {
    receivers = List.copyOf(receivers);
  }

  /** One receiver. */
  public record Notify(
      @Field("The receiver's kind.") NotifyKind kind,
      @Field("Only for webhook, and required there: an http or https address.")
          @Nullable String url) {}
}
