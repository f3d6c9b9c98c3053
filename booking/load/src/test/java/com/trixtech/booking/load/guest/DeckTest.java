package com.trixtech.booking.load.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeckTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.2, 0.3, 0.4, Deck.MOST_WRITES})
  void a_hundred_visits_write_as_much_as_was_wanted(double share) {
    assertThat(new Deck(share, 1).writeShare()).isCloseTo(share, within(0.012));
  }

  @Test
  void without_writes_everybody_only_looks() {
    Deck deck = new Deck(0, 1);
    assertThat(deck.writeShare()).isZero();
    assertThat(deck.requestsPerVisit()).isEqualTo(2);
  }

  @Test
  void the_usual_mix_has_every_kind_of_visit_in_each_hundred() {
    Deck deck = new Deck(0.4, 1);
    for (int hundred = 0; hundred < 3; hundred++) {
      var dealt = Stream.generate(deck::deal).limit(100).toList();
      assertThat(EnumSet.copyOf(dealt)).isEqualTo(EnumSet.allOf(Visit.class));
      assertThat(dealt.stream().mapToInt(Visit::requests).average().orElseThrow())
          .isEqualTo(deck.requestsPerVisit());
    }
  }

  @Test
  void the_same_seed_deals_the_same_order_and_another_seed_another() {
    assertThat(order(1)).isEqualTo(order(1)).isNotEqualTo(order(2));
  }

  private static List<Visit> order(long seed) {
    Deck deck = new Deck(0.4, seed);
    return Stream.generate(deck::deal).limit(300).toList();
  }
}
