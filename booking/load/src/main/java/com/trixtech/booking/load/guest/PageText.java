package com.trixtech.booking.load.guest;

import com.trixtech.booking.load.guest.Reply.Answered;
import com.trixtech.booking.load.history.Money;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a guest reads on a page of the frontend. Pure. Looks for a few marks and parses no HTML:
 * hundreds of pages a second would cost the system the time that it needs itself.
 */
final class PageText {
  private static final Pattern OFFER =
      Pattern.compile(
          "<strong>([^<]+)</strong> <span class=\"soft\">in total.*?href=\"/book\\?room=([^&\"]+)&",
          Pattern.DOTALL);
  private static final Pattern KEY = Pattern.compile("name=\"key\" value=\"([^\"]+)\"");
  private static final Pattern STATE = Pattern.compile("<div class=\"state (\\w+)\">");
  private static final Pattern BOOKING =
      Pattern.compile("/bookings/([0-9a-f-]{36})(/pay)?\\?t=[\\w-]+");
  private static final Pattern AMOUNT =
      Pattern.compile("(€|[A-Z]{3}\\s)([0-9,]+)(?:\\.([0-9]{2}))?");

  private PageText() {}

  /** How a booking's own page says that it is. */
  enum State {
    CONFIRMED,
    SETTLING,
    TO_BE_PAID,
    OVER
  }

  /** Where a form leads to: a booking's page, or the page that takes its payment. */
  record Place(String address, String booking, boolean pays) {}

  static String of(Answered answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** One of each kind of room, cheapest first; empty where everything is taken. */
  static List<Offer> offers(String page) throws Contradiction {
    List<Offer> offers = new ArrayList<>();
    for (MatchResult found : OFFER.matcher(page).results().toList()) {
      offers.add(new Offer(found.group(2), "", money(found.group(1))));
    }
    if (offers.isEmpty() && !page.contains("Everything is taken")) {
      throw new Contradiction("there are no rooms");
    }
    return offers;
  }

  static Money money(String text) throws Contradiction {
    Matcher amount = AMOUNT.matcher(text);
    if (!amount.matches()) {
      throw new Contradiction("a total of " + text);
    }
    String currency = amount.group(1).strip();
    String cents = amount.group(3) == null ? "00" : amount.group(3);
    return new Money(
        currency.equals("€") ? "EUR" : currency,
        Long.parseLong(amount.group(2).replace(",", "") + cents));
  }

  /** The key that the form carries. */
  static String key(String page) throws Contradiction {
    Matcher key = KEY.matcher(page);
    if (!key.find()) {
      throw new Contradiction("there is no form with a key");
    }
    return key.group(1);
  }

  static State state(String page) throws Contradiction {
    Matcher state = STATE.matcher(page);
    return switch (state.find() ? state.group(1) : "") {
      case "good" -> State.CONFIRMED;
      case "waiting" -> page.contains("data-wait=") ? State.SETTLING : State.TO_BE_PAID;
      case "over" -> State.OVER;
      default -> throw new Contradiction("there is no state of a booking");
    };
  }

  static Place place(Answered answer) throws Contradiction {
    String address = answer.location().orElse("");
    Matcher booking = BOOKING.matcher(address);
    if (answer.status() != 303 || !booking.matches()) {
      throw new Contradiction("expected: 303 to a booking");
    }
    return new Place(address, booking.group(1), booking.group(2) != null);
  }
}
