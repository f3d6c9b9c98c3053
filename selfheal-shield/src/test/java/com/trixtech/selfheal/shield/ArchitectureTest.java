package com.trixtech.selfheal.shield;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The parts can be used alone, and what is optional stays where it is needed. */
@AnalyzeClasses(
    packages = "com.trixtech.selfheal.shield",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String SHIELD = "com.trixtech.selfheal.shield";

  @ArchTest
  static final ArchRule the_breaker_knows_no_retry_no_limit_and_no_health =
      apart("breaker", "retry", "limit", "health", "pool", "metrics");

  @ArchTest
  static final ArchRule a_retry_knows_no_breaker_and_no_limit =
      apart("retry", "breaker", "limit", "health", "pool", "metrics");

  @ArchTest
  static final ArchRule a_limit_knows_no_breaker_and_no_retry =
      apart("limit", "breaker", "retry", "health", "pool", "metrics");

  @ArchTest
  static final ArchRule health_knows_no_calls =
      apart("health", "breaker", "retry", "limit", "pool", "metrics");

  @ArchTest
  static final ArchRule the_deadline_knows_nothing =
      apart("deadline", "breaker", "retry", "limit", "health", "pool", "metrics", "rejection");

  @ArchTest static final ArchRule only_metrics_know_micrometer = only("metrics", "io.micrometer..");

  @ArchTest static final ArchRule only_the_pool_knows_hikari = only("pool", "com.zaxxer..");

  @ArchTest static final ArchRule only_the_pool_knows_the_driver = only("pool", "org.postgresql..");

  @ArchTest static final ArchRule only_limits_know_netflix = only("limit", "com.netflix..");

  @ArchTest
  static final ArchRule nothing_of_the_healers_and_no_framework =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.trixtech.selfheal.core..", "org.springframework..", "io.helidon..");

  /** A wall clock that is put back would keep a breaker open, or let a deadline never pass. */
  @ArchTest
  static final ArchRule a61_no_part_asks_for_the_time_of_day =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Instant");

  private static ArchRule apart(String one, String... others) {
    var packages = new String[others.length];
    for (int i = 0; i < others.length; i++) {
      packages[i] = SHIELD + "." + others[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage(SHIELD + "." + one + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }

  private static ArchRule only(String part, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(SHIELD + "." + part + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
