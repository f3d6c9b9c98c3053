package com.trixtech.booking.load.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.trixtech.booking.load.history.Money;
import com.trixtech.booking.load.history.Wish;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A booking as an answer shows it. Immutable.
 *
 * @param state such as {@code Confirmed}
 * @param payment such as {@code Pending}
 */
record Seen(
    String id,
    String room,
    String from,
    String to,
    Money price,
    String state,
    String payment,
    @Nullable Instant heldUntil) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Seen in(byte[] body) throws Contradiction {
    JsonNode node = tree(body);
    String hold = node.path("holdExpiresAt").textValue();
    try {
      return new Seen(
          text(node, "id"),
          text(node, "room"),
          text(node, "from"),
          text(node, "to"),
          new Money(
              text(node.path("price"), "currency"), node.path("price").path("minor").asLong()),
          text(node, "state"),
          text(node.path("payment"), "state"),
          hold == null ? null : Instant.parse(hold));
    } catch (DateTimeParseException e) {
      throw new Contradiction("holdExpiresAt is " + hold);
    }
  }

  static JsonNode tree(byte[] body) throws Contradiction {
    try {
      JsonNode node = JSON.readTree(body);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (IOException e) {
      // Said below, as for any other body that is no object.
    }
    throw new Contradiction("the body is no JSON object");
  }

  private static String text(JsonNode node, String field) throws Contradiction {
    String text = node.path(field).textValue();
    if (text == null) {
      throw new Contradiction("there is no " + field);
    }
    return text;
  }

  void mustBe(Wish wish) throws Contradiction {
    must(room.equals(wish.room()), "room is another");
    must(from.equals(wish.from().toString()) && to.equals(wish.to().toString()), "dates are other");
    must(price.equals(wish.price()), "price is not what was offered");
  }

  void mustBe(String wantedState) throws Contradiction {
    must(state.equals(wantedState), "state is " + state + ", not " + wantedState);
  }

  private static void must(boolean holds, String otherwise) throws Contradiction {
    if (!holds) {
      throw new Contradiction(otherwise);
    }
  }
}
