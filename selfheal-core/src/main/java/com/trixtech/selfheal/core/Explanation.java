package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the healer acts on a workload, and why it does not.
 *
 * @param incident the open incident, or the last closed one that is remembered; null when there was
 *     none
 * @param actsUsed acts and counted platform restarts in the budget's window
 * @param whyNot sentences: what keeps the healer from acting now; never empty while it does not act
 */
public record Explanation(
    WorkloadHealth health,
    Diagnosis diagnosis,
    Policy policy,
    @Nullable Incident incident,
    @Nullable Verdict verdict,
    int actsUsed,
    List<String> why,
    List<String> whyNot) {}
