package com.trixtech.booking.gateway.charges;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.gateway.charges.Outcome.Known;
import com.trixtech.booking.gateway.charges.Outcome.Made;
import com.trixtech.booking.gateway.charges.Outcome.Refused;
import com.trixtech.booking.gateway.http.BadInput;
import com.trixtech.booking.gateway.http.Input;
import com.trixtech.booking.gateway.provider.Provider;
import com.trixtech.booking.gateway.provider.Provider.Effect;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.util.regex.Pattern;

/**
 * The provider's interface over HTTP. Thread-safe. Input is refused before it costs anything; all
 * else but the ledger passes the provider's capacity and its faults. The ledger is for whoever
 * proves that no money was lost, and is no part of what a provider sells.
 */
public final class ChargeRoutes {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~-]{1,128}");
  private static final String KEY_EXPECTED = "1 to 128 letters, digits or . _ ~ -";
  private static final Pattern REFERENCE = Pattern.compile("[\\x21-\\x7E]{1,128}");
  private static final Pattern ANY = Pattern.compile(".*");
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final Books books;
  private final Provider provider;

  public ChargeRoutes(Books books, Provider provider) {
    this.books = books;
    this.provider = provider;
  }

  public Answer charge(ServerRequest request) throws Exception {
    String key = key(request);
    JsonNode body = Input.object(request, "amount", "card", "reference");
    Money amount = Money.of(body.path("amount"));
    Card card = Card.of(Input.text(body, "card", ANY, "a card number as text"));
    var wish =
        new ChargeWish(
            amount,
            card.print(books.secret()),
            Input.text(body, "reference", REFERENCE, "1 to 128 printable characters, no space"));
    return provider.serve(
        request,
        Effect.WRITES,
        () -> answer(books.charge(key, wish, card.declined()), ChargeRoutes::charged));
  }

  private static Answer charged(int status, Charge charge) {
    return Answer.of(charge.state() == Charge.State.DECLINED ? 402 : status, charge.json());
  }

  public Answer find(ServerRequest request) throws Exception {
    String key = key(request);
    return provider.serve(
        request,
        Effect.READS,
        () -> books.charge(key).map(c -> Answer.of(200, c.json())).orElse(unknown("charge", key)));
  }

  public Answer cancel(ServerRequest request) throws Exception {
    String key = key(request);
    return provider.serve(request, Effect.WRITES, () -> Answer.of(200, books.cancel(key).json()));
  }

  public Answer refund(ServerRequest request) throws Exception {
    String key = key(request);
    JsonNode body = Input.object(request, "charge", "amount");
    String charge = Input.text(body, "charge", KEY, KEY_EXPECTED);
    Money amount = Money.of(body.path("amount"));
    return provider.serve(
        request,
        Effect.WRITES,
        () ->
            answer(
                books.refund(key, charge, amount),
                (status, refund) -> Answer.of(status, refund.json())));
  }

  public Answer findRefund(ServerRequest request) throws Exception {
    String key = key(request);
    return provider.serve(
        request,
        Effect.READS,
        () -> books.refund(key).map(r -> Answer.of(200, r.json())).orElse(unknown("refund", key)));
  }

  public Answer ledger(ServerRequest request) throws Exception {
    long after = Input.number(request, "after", 0, 0, Long.MAX_VALUE);
    int limit = (int) Input.number(request, "limit", PAGE, 1, LARGEST_PAGE);
    var lines = books.ledger(after, limit);
    var page = Answer.object();
    var entries = page.putArray("entries");
    lines.forEach(line -> entries.add(line.json()));
    // A full page may have a successor; a short one is the last.
    if (lines.size() == limit) {
      page.put("next", lines.getLast().seq());
    } else {
      page.putNull("next");
    }
    return Answer.of(200, page);
  }

  private interface Shown<T> {
    Answer as(int status, T what);
  }

  private static <T> Answer answer(Outcome<T> outcome, Shown<T> shown) {
    return switch (outcome) {
      case Made<T>(T what) -> shown.as(201, what);
      case Known<T>(T what) -> shown.as(200, what);
      case Refused<T>(Outcome.Refusal why) ->
          Answer.error(why.status(), why.name(), why.sentence());
    };
  }

  private static Answer unknown(String what, String key) {
    return Answer.error(404, what + ": " + key + " (expected: a key that was used)");
  }

  private static String key(ServerRequest request) throws BadInput {
    return Input.matching("key", request.path().pathParameters().get("key"), KEY, KEY_EXPECTED);
  }
}
