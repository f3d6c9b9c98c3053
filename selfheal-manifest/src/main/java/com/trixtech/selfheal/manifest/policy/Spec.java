package com.trixtech.selfheal.manifest.policy;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a HealPolicy. Immutable. */
public record Spec(
    @Field(
            "The one workload that this policy heals, in its own namespace. Two policies on one target are an error.")
        TargetRef targetRef,
    @Field(value = "How far the healer may go.", byDefault = "Observe") Mode mode,
    @Field(value = "true stops new acts of this policy; diagnosis goes on.", byDefault = "false")
        boolean suspend,
    @Field(
            value = "What the target needs. The diagnosis looks here before it blames the target.",
            byDefault = "[]")
        List<Dependency> dependsOn,
    @Field(value = "What good service means, measured on the target's requests.", byDefault = "{}")
        ServiceLevel serviceLevel,
    @Field(
            value = "States that count as unhealthy once they have lasted.",
            byDefault = "[{type: Ready, status: \"False\", duration: 10s}]")
        List<UnhealthyCondition> unhealthyConditions,
    @Field(
            value = "A signal older than this is Unknown, and Unknown is not healthy.",
            byDefault = "5s")
        Duration freshness,
    @Field(value = "How many samples change the healer's mind.", byDefault = "{}")
        Detection detection,
    @Field(
            value =
                "What all acts on the target together may cost, the platform's restarts included.",
            byDefault = "{}")
        Budget budget,
    @Field(
            value =
                "The ladder. Steps run by `order`, each verified before the next. A ladder that ends without success always escalates, whether or not its"
                    + " last step says so; without steps, the usual ladder of each cause holds (docs/loop.md).",
            byDefault = "[]")
        List<Remediation> remediations,
    @Field(value = "What proves that a step helped.", byDefault = "{}") Verify verify,
    @Field(
            value =
                "A fault that returns within this time after a success is the same incident and climbs the ladder.",
            byDefault = "10m")
        Duration minHealthyPeriod,
    @Field(
            value =
                "Times at which acts are denied, or the only times at which they are allowed. Deny wins over Allow.",
            byDefault = "[]")
        List<Maintenance> maintenance,
    @Field(value = "Who is told when the ladder ends.", byDefault = "{}") Escalation escalation) {

  /** Copies the lists and puts the ladder in order. */
  public Spec {
    dependsOn = List.copyOf(dependsOn);
    unhealthyConditions = List.copyOf(unhealthyConditions);
    remediations =
        remediations.stream().sorted(Comparator.comparingInt(Remediation::order)).toList();
    maintenance = List.copyOf(maintenance);
  }

  /** The workload that is healed. */
  public record TargetRef(
      @Field(value = "The workload's API version.", byDefault = "apps/v1") String apiVersion,
      @Field("Deployment or StatefulSet.") WorkloadKind kind,
      @Field("The workload's name.") String name) {}

  /**
   * One need of the target: something inside the system (targetRef) or outside of it (external),
   * never both.
   */
  public record Dependency(
      @Field("A name for messages and diagnoses, unique in the policy.") String name,
      @Field("A workload of the same namespace. Exactly one of targetRef and external.")
          @Nullable TargetRef targetRef,
      @Field("An endpoint outside the system. Exactly one of targetRef and external.")
          @Nullable External external,
      @Field(value = "How much the target needs it.", byDefault = "Hard") Strength strength,
      @Field(
              "Independent evidence about it. Without one, a workload is judged by its own readiness and an external endpoint by a TCP connection.")
          @Nullable Check check) {}

  /** An endpoint outside the system. */
  public record External(
      @Field("Host name or address.") String host,
      @Field(value = "TCP port.", min = 1, max = 65535) int port) {}

  /** An active check of a dependency: exactly one of tcpSocket, httpGet and postgres. */
  public record Check(
      @Field("A connection that opens is success.") @Nullable TcpCheck tcpSocket,
      @Field("A GET answered by 200 to 399 is success.") @Nullable HttpCheck httpGet,
      @Field(
              "A PostgreSQL that says that it takes sessions, as pg_isready asks it, is success; without user or password.")
          @Nullable PostgresCheck postgres,
      @Field(value = "Time between two checks.", byDefault = "1s") Duration period,
      @Field(value = "A check without an answer in this time has failed.", byDefault = "1s")
          Duration timeout,
      @Field(value = "So many failures in a row mean down.", byDefault = "3", min = 1)
          int failureThreshold,
      @Field(value = "So many successes in a row mean up.", byDefault = "1", min = 1)
          int successThreshold) {}

  /** A connection. */
  public record TcpCheck(
      @Field(value = "TCP port.", min = 1, max = 65535) int port,
      @Field("Host name or address; without one, the dependency's own.") @Nullable String host) {}

  /** The first message of a session. */
  public record PostgresCheck(
      @Field(value = "TCP port.", byDefault = "5432", min = 1, max = 65535) int port,
      @Field("Host name or address; without one, the dependency's own.") @Nullable String host) {}

  /** A GET request. */
  public record HttpCheck(
      @Field(value = "Path.", byDefault = "/") String path,
      @Field(value = "TCP port.", min = 1, max = 65535) int port,
      @Field("Host name or address; without one, the dependency's own.") @Nullable String host) {}

  /** A state that counts as unhealthy once it has lasted. */
  public record UnhealthyCondition(
      @Field("The condition.") ConditionType type,
      @Field("The value that is unhealthy.") ConditionStatus status,
      @Field("How long it must have lasted.") Duration duration) {}

  /** Hysteresis of the health judgement. */
  public record Detection(
      @Field(value = "So many bad samples in a row turn health to bad.", byDefault = "3", min = 1)
          int failureThreshold,
      @Field(value = "So many good samples in a row turn it back.", byDefault = "2", min = 1)
          int successThreshold) {}

  /** What proves that a step helped. */
  public record Verify(
      @Field(
              value =
                  "The original signal must be gone and the service level hold for this long without a break.",
              byDefault = "60s")
          Duration stabilizationWindow,
      @Field(value = "After this long without proof the step has failed.", byDefault = "5m")
          Duration timeout,
      @Field(value = "What follows when there is no data to judge by.", byDefault = "Escalate")
          OnInconclusive onInconclusive) {}
}
