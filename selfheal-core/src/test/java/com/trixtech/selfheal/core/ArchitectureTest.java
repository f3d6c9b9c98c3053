package com.trixtech.selfheal.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The loop is one-way, and the core is pure. */
@AnalyzeClasses(
    packages = "com.trixtech.selfheal.core",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CORE = "com.trixtech.selfheal.core";

  /** Facts about nothing but themselves. */
  @ArchTest static final ArchRule model_knows_only_itself = step("model");

  @ArchTest static final ArchRule signals_know_the_model = step("signals", "model");

  @ArchTest static final ArchRule health_knows_signals = step("health", "model", "signals");

  @ArchTest static final ArchRule diagnosis_knows_health = step("diagnosis", "model", "health");

  @ArchTest static final ArchRule plan_knows_diagnosis = step("plan", "model", "diagnosis");

  @ArchTest static final ArchRule guard_knows_the_plan = step("guard", "model", "plan");

  @ArchTest static final ArchRule act_knows_the_guard = step("act", "model", "guard");

  @ArchTest static final ArchRule verify_knows_the_act = step("verify", "model", "act");

  /** Steps return values; the loop alone writes them down. */
  @ArchTest
  static final ArchRule only_the_loop_knows_the_journal =
      noClasses()
          .that()
          .resideOutsideOfPackages(CORE, CORE + ".journal")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CORE + ".journal");

  /** The ejection policy serves the proxy and the simulator, and knows nothing of the loop. */
  @ArchTest static final ArchRule ejection_stands_alone = step("eject").allowEmptyShould(true);

  /** No I/O, no threads, no randomness, no library but the annotations of nullness. */
  @ArchTest
  static final ArchRule the_core_is_pure =
      classes()
          .that()
          .resideInAPackage(CORE + "..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              CORE + "..",
              "java.lang",
              "java.lang.annotation",
              "java.lang.invoke",
              "java.lang.runtime",
              "java.time",
              "java.util",
              "java.util.function",
              "java.util.stream",
              "org.jspecify.annotations")
          .because(
              "time comes from a clock and the world through ports, so that a run can be replayed");

  @ArchTest
  static final ArchRule nothing_starts_a_thread =
      noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class);

  @ArchTest
  static final ArchRule nothing_reads_the_wall_clock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  private static ArchRule step(String own, String... known) {
    String[] allowed = new String[known.length + 4];
    allowed[0] = CORE + "." + own;
    allowed[1] = "java..";
    allowed[2] = "org.jspecify.annotations";
    allowed[3] = CORE + "." + own + "..";
    for (int i = 0; i < known.length; i++) {
      allowed[i + 4] = CORE + "." + known[i];
    }
    return classes()
        .that()
        .resideInAPackage(CORE + "." + own)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .because("each step knows the model and the step before it, and nothing else");
  }
}
