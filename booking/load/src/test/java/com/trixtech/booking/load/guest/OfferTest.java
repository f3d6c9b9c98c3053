package com.trixtech.booking.load.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.booking.load.history.Money;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfferTest {
  private static final String TWO =
      """
      {"from":"2027-05-01","nested":{"rooms":[1]},"rooms":[
       {"id":"a","house":"H","beds":[1,2],"price":{"currency":"EUR","minor":100},"total":{"currency":"EUR","minor":200}},
       {"total":{"minor":400,"currency":"EUR"},"house":"I","id":"b"}],"nights":2}
      """;
  private final SplittableRandom random = new SplittableRandom(1);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void the_first_room_is_the_cheapest() throws Exception {
    assertThat(Offer.in(bytes(TWO), random, true))
        .contains(new Offer("a", "H", new Money("EUR", 200)));
  }

  @Test
  void any_room_may_be_chosen() throws Exception {
    Set<String> chosen = new TreeSet<>();
    for (int i = 0; i < 50; i++) {
      chosen.add(Offer.in(bytes(TWO), random, false).orElseThrow().room());
    }
    assertThat(chosen).containsExactly("a", "b");
  }

  @Test
  void no_room_is_no_offer() throws Exception {
    assertThat(Offer.in(bytes("{\"rooms\":[]}"), random, false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"rooms\":3}",
        "{\"rooms\":[{\"id\":\"a\",\"house\":\"H\"}]}",
        "{\"rooms\":[{\"id\":\"a\",\"house\":\"H\",\"total\":7}]}",
        "{\"rooms\":[{\"id\":\"a\",\"house\":\"H\",\"total\":{\"minor\":\"x\"}}]}",
        "{\"rooms\":[{\"id\":\"a\""
      })
  void what_is_no_list_of_rooms_with_totals_contradicts_the_contract(String body) {
    assertThatThrownBy(() -> Offer.in(bytes(body), random, false))
        .isInstanceOf(Contradiction.class);
  }
}
