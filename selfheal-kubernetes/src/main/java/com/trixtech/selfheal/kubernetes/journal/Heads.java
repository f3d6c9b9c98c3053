package com.trixtech.selfheal.kubernetes.journal;

import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.OfIncident;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec.Judgement;
import com.trixtech.selfheal.manifest.policy.CauseName;
import com.trixtech.selfheal.manifest.policy.Remedy;
import com.trixtech.selfheal.manifest.policy.Spec.TargetRef;
import com.trixtech.selfheal.manifest.policy.WorkloadKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The newest entries in words, so that a reader needs no other tool than kubectl. Stateless. */
final class Heads {
  private Heads() {}

  static RemediationSpec opened(JournalEntry.IncidentOpened entry) {
    return new RemediationSpec(
        null,
        target(entry.workload()),
        entry.incident(),
        cause(entry.cause()),
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        null,
        List.of());
  }

  private static TargetRef target(WorkloadRef workload) {
    return new TargetRef("apps/v1", WorkloadKind.valueOf(workload.kind().word()), workload.name());
  }

  private static @Nullable CauseName cause(Cause cause) {
    return cause == Cause.NOTHING_WRONG ? null : CauseName.valueOf(cause.word());
  }

  static RemediationSpec after(RemediationSpec head, OfIncident entry) {
    return switch (entry) {
      case JournalEntry.Diagnosed d ->
          new RemediationSpec(
              head.policy(),
              head.targetRef(),
              head.incident(),
              cause(d.cause()),
              d.affected(),
              d.evidence(),
              d.rejected().stream().map(r -> r.cause().word() + ": " + r.why()).toList(),
              head.remedy(),
              head.remedyTarget(),
              head.guard(),
              List.of());
      case JournalEntry.Planned p ->
          judged(head, Remedy.valueOf(p.remedy().kind().word()), p.remedy().target(), null);
      case JournalEntry.Judged j ->
          judged(
              head,
              Remedy.valueOf(j.remedy().kind().word()),
              j.remedy().target(),
              new Judgement(
                  j.verdict().reason().word(),
                  j.verdict().numbers(),
                  j.verdict().notBefore() == null
                      ? null
                      : Objects.toString(j.verdict().notBefore())));
      case JournalEntry.IncidentOpened _,
          JournalEntry.Skipped _,
          JournalEntry.ActIntended _,
          JournalEntry.ActReported _,
          JournalEntry.Verified _,
          JournalEntry.Escalated _,
          JournalEntry.Approved _,
          JournalEntry.IncidentClosed _ ->
          head;
    };
  }

  private static RemediationSpec judged(
      RemediationSpec head, Remedy remedy, String target, @Nullable Judgement guard) {
    return new RemediationSpec(
        head.policy(),
        head.targetRef(),
        head.incident(),
        head.cause(),
        head.affected(),
        head.evidence(),
        head.rejected(),
        remedy,
        target,
        guard,
        List.of());
  }
}
