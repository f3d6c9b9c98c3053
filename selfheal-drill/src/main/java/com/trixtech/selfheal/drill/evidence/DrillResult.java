package com.trixtech.selfheal.drill.evidence;

import com.trixtech.selfheal.drill.Verdict;
import java.util.List;

/**
 * One run: what was seen, what it measures, and what was found.
 *
 * @param reasons why the verdict is what it is: the findings that decided it
 */
public record DrillResult(
    Evidence evidence,
    Measures measures,
    List<Finding> findings,
    Verdict verdict,
    List<String> reasons) {

  public DrillResult {
    findings = List.copyOf(findings);
    reasons = List.copyOf(reasons);
  }

  public static DrillResult of(Evidence seen) {
    List<Finding> findings = Judge.findings(seen);
    Verdict verdict = findings.stream().map(Finding::verdict).reduce(Verdict.PASSED, Verdict::and);
    return new DrillResult(
        seen,
        Measures.of(seen),
        findings,
        verdict,
        findings.stream()
            .filter(f -> verdict == Verdict.PASSED || f.verdict() != Verdict.PASSED)
            .map(Finding::sentence)
            .toList());
  }
}
