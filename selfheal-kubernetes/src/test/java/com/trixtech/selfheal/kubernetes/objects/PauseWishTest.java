package com.trixtech.selfheal.kubernetes.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.kubernetes.objects.PauseWish.Unreadable;
import com.trixtech.selfheal.kubernetes.objects.PauseWish.Until;
import com.trixtech.selfheal.kubernetes.testing.Specs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a pause is written on a policy, and that whatever else is written there holds too. */
class PauseWishTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private static HasMetadata annotated(Map<String, String> annotations) {
    var policy = Specs.policy("shop", "checkout", "{}");
    policy.getMetadata().setAnnotations(annotations);
    return policy;
  }

  private static Optional<PauseWish> read(String text) {
    return PauseWish.on(annotated(Map.of(PauseWish.ANNOTATION, text)), NOW);
  }

  @Test
  void withoutTheAnnotationNothingIsWished() {
    assertThat(PauseWish.on(annotated(Map.of(PauseWish.BY, "ada")), NOW)).isEmpty();
  }

  @Test
  void anEndAndAReasonAreReadAndWhoWroteThem() {
    assertThat(
            PauseWish.on(
                annotated(
                    Map.of(
                        PauseWish.ANNOTATION,
                        "2026-11-29T14:00:00Z moving the disks",
                        PauseWish.BY,
                        "ada")),
                NOW))
        .contains(new Until(Instant.parse("2026-11-29T14:00:00Z"), "moving the disks", "ada"));
  }

  @Test
  void anEndMayBeInTheWritersOwnTimeZoneAndNobodyNeedSign() {
    assertThat(read(" 2026-11-29T14:00+01:00  load test\n"))
        .contains(
            new Until(
                Instant.parse("2026-11-29T13:00:00Z"),
                "load test",
                "whoever annotated HealPolicy checkout"));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Instant end = NOW.plusSeconds(5400);

    assertThat(read(PauseWish.text(end, " two\nlines  ")))
        .contains(new Until(end, "two lines", "whoever annotated HealPolicy checkout"));
  }

  @Test
  void itHoldsUntilItsEndAndNoLonger() {
    Until wish = new Until(NOW, "why", "ada");

    assertThat(wish.holds(NOW.minusMillis(1))).isTrue();
    assertThat(wish.holds(NOW)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "true",
        "1h load test",
        "2026-11-29 load test",
        "2026-11-29T14:00:00Z",
        "2026-11-29T14:00:00 no zone",
        "2026-12-07T12:00:00Z longer than a pause may be",
        "+999999999-12-31T23:59:59Z for ever"
      })
  void whatCannotBeReadIsAWishTooAndSaysWhatWasExpected(String text) {
    assertThat(read(text))
        .get()
        .isInstanceOfSatisfying(
            Unreadable.class,
            wish ->
                assertThat(wish.sentence())
                    .isEqualTo(
                        "selfheal.trixtech.com/paused: \"%s\" (expected: an end at most 7 days"
                            + " ahead and a reason, such as 2026-11-29T14:00:00Z load test)",
                        text));
  }

  @Test
  void aLongTextIsNotWrittenIntoTheJournal() {
    assertThat(read("2026-11-29T14:00:00Z " + "x".repeat(2000)))
        .get()
        .isInstanceOfSatisfying(
            Unreadable.class, wish -> assertThat(wish.sentence()).hasSizeLessThan(300));
  }
}
