package com.trixtech.booking.load.guest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.trixtech.booking.load.history.Money;
import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A room that a search found. Immutable.
 *
 * @param total for the whole stay
 */
record Offer(String room, String house, Money total) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * One of the rooms of an answer, each as likely, or the first. Reads token by token: there are
   * hundreds, and one is wanted.
   */
  static Optional<Offer> in(byte[] body, RandomGenerator random, boolean first)
      throws Contradiction {
    try (JsonParser in = JSON.createParser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new Contradiction("the body is no JSON object");
      }
      Offer chosen = null;
      boolean listed = false;
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        boolean rooms = in.currentName().equals("rooms");
        in.nextToken();
        if (!rooms) {
          in.skipChildren();
          continue;
        }
        listed = in.currentToken() == JsonToken.START_ARRAY;
        for (int n = 1; listed && in.nextToken() == JsonToken.START_OBJECT; n++) {
          Offer room = room(in);
          if (first ? n == 1 : random.nextInt(n) == 0) {
            chosen = room;
          }
        }
      }
      if (!listed) {
        throw new Contradiction("there are no rooms");
      }
      return Optional.ofNullable(chosen);
    } catch (IOException e) {
      throw new Contradiction("the body is no JSON object");
    }
  }

  private static Offer room(JsonParser in) throws IOException, Contradiction {
    String id = "";
    String house = "";
    Money total = null;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      in.nextToken();
      switch (field) {
        case "id" -> id = in.getText();
        case "house" -> house = in.getText();
        case "total" -> total = money(in);
        default -> in.skipChildren();
      }
    }
    if (id.isEmpty() || house.isEmpty() || total == null) {
      throw new Contradiction("a room without id, house or total");
    }
    return new Offer(id, house, total);
  }

  private static Money money(JsonParser in) throws IOException, Contradiction {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new Contradiction("a total that is no amount");
    }
    String currency = "";
    long minor = -1;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      in.nextToken();
      switch (field) {
        case "currency" -> currency = in.getText();
        case "minor" -> minor = in.getLongValue();
        default -> in.skipChildren();
      }
    }
    if (currency.isEmpty() || minor < 0) {
      throw new Contradiction("a total without currency or amount");
    }
    return new Money(currency, minor);
  }
}
