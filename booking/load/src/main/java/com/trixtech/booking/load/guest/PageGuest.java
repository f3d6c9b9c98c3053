package com.trixtech.booking.load.guest;

import com.trixtech.booking.load.guest.Judged.Rule;
import com.trixtech.booking.load.guest.PageText.Place;
import com.trixtech.booking.load.guest.PageText.State;
import com.trixtech.booking.load.guest.Reply.Answered;
import com.trixtech.booking.load.history.Call.Kind;
import com.trixtech.booking.load.history.Call.Outcome;
import com.trixtech.booking.load.history.Wish;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One guest with a browser: searches, opens the form of a room, books, pays, and sees what came of
 * it. Only on the event loop.
 *
 * <p>Sends the forms as they are served, with the keys that they carry, and follows where they lead
 * without thinking. A form whose answer did not come is sent again as it was.
 */
final class PageGuest {
  /** Of a visit without trouble: three pages, two forms, and the two pages behind those. */
  static final int REQUESTS = 6;

  private static final int TRIES = 3;
  private static final int LOOKS_WHILE_SETTLING = 6;
  private static final String GOOD_CARD = "4242424242424242";

  private final Lobby lobby;
  private final long number;
  private final RandomGenerator random;
  private Stay stay;
  private int tries;
  private int looks;
  private List<Offer> offers = List.of();
  private String key = "";
  private @Nullable Place place;
  private int payment;
  private boolean confirmed;

  PageGuest(Lobby lobby, long number, RandomGenerator random) {
    this.lobby = lobby;
    this.number = number;
    this.random = random;
    this.stay = Stay.choose(lobby.today(), number, random);
  }

  /** Looks for a room. */
  void go(long due) {
    lobby.read(
        "/rooms?" + nights(),
        due,
        page(answer -> offers = PageText.offers(PageText.of(answer))),
        judged -> {
          if (judged.met() != Met.OK) {
            again(this::go);
          } else if (offers.isEmpty()) { // sold out
            stay = Stay.choose(lobby.today(), number, random);
            again(this::go);
          } else {
            Offer wanted = offers.get(stay.popular() ? 0 : random.nextInt(offers.size()));
            next(d -> form(wanted, d));
          }
        });
  }

  private void form(Offer wanted, long due) {
    Rule open = page(answer -> key = PageText.key(PageText.of(answer)));
    lobby.read(
        "/book?room=" + wanted.room() + "&" + nights(),
        due,
        answer -> answer.status() == 409 ? Judged.ok(Outcome.REFUSED, null) : open.judge(answer),
        judged -> {
          if (judged.met() != Met.OK) {
            again(d -> form(wanted, d));
          } else if (judged.outcome() == Outcome.REFUSED) { // somebody was quicker
            again(this::go);
          } else {
            next(d -> book(wanted, d));
          }
        });
  }

  private void book(Offer wanted, long due) {
    book(lobby.history().wish(wanted.room(), stay.from(), stay.to(), wanted.total()), key, due);
  }

  private void book(Wish asked, String under, long due) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("key", under);
    fields.put("room", asked.room());
    fields.put("from", asked.from().toString());
    fields.put("to", asked.to().toString());
    fields.put("guests", "2");
    fields.put("name", "Guest " + asked.number());
    fields.put("email", asked.email(lobby.history().run()));
    lobby.write(
        Kind.BOOK,
        asked,
        under,
        null,
        Ask.form("/book", fields),
        due,
        answer -> {
          if (answer.status() == 409) {
            return Judged.ok(Outcome.REFUSED, null);
          }
          Place to = PageText.place(answer);
          place = to;
          return Judged.ok(Outcome.DONE, promised(asked, to));
        },
        judged -> {
          switch (judged.outcome()) {
            case DONE -> follow(asked);
            case REFUSED -> {
              if (judged.met() == Met.OK) { // somebody was quicker
                again(this::go);
              }
            }
            case UNKNOWN -> again(d -> book(asked, under, d));
            case DEFERRED, DECLINED -> {}
          }
        });
  }

  /** A form that leads to a booking promises what was asked for. */
  private static Seen promised(Wish asked, Place to) {
    return new Seen(
        to.booking(),
        asked.room(),
        asked.from().toString(),
        asked.to().toString(),
        asked.price(),
        "PendingPayment",
        "None",
        null);
  }

  /** As a browser does: at once. */
  private void follow(Wish asked) {
    tries = 0;
    lobby.follow(d -> arrive(asked, d));
  }

  private void arrive(Wish asked, long due) {
    Place to = place;
    if (to == null) {
      return;
    }
    if (to.pays()) {
      payForm(asked, to, due);
    } else {
      look(asked, to, due);
    }
  }

  private void payForm(Wish asked, Place to, long due) {
    Rule open = page(answer -> key = PageText.key(PageText.of(answer)));
    lobby.read(
        to.address(),
        due,
        answer -> {
          if (answer.status() == 303) { // there is nothing to pay any more
            place = PageText.place(answer);
            return Judged.ok(Outcome.REFUSED, null);
          }
          return open.judge(answer);
        },
        judged -> {
          if (judged.met() != Met.OK) {
            again(d -> payForm(asked, to, d));
          } else if (judged.outcome() == Outcome.REFUSED) {
            follow(asked);
          } else {
            next(d -> pay(asked, to, key, d));
          }
        });
  }

  private void pay(Wish asked, Place to, String under, long due) {
    payment =
        lobby.write(
            Kind.PAY,
            asked,
            under,
            to.booking(),
            Ask.form(to.address(), Map.of("key", under, "card", GOOD_CARD)),
            due,
            answer -> {
              Place next = PageText.place(answer);
              if (next.pays()) {
                throw new Contradiction("a good card was declined");
              }
              place = next;
              return Judged.ok(Outcome.DEFERRED, null); // the page behind it says more
            },
            judged -> {
              switch (judged.outcome()) {
                case DEFERRED -> follow(asked);
                case UNKNOWN -> again(d -> pay(asked, to, under, d));
                case DONE, DECLINED, REFUSED -> {}
              }
            });
  }

  /** What the booking's own page says; until it is settled, again and again. */
  private void look(Wish asked, Place to, long due) {
    State[] state = {State.SETTLING};
    lobby.read(
        to.address(),
        due,
        page(answer -> {
          state[0] = PageText.state(PageText.of(answer));
          if (state[0] == State.OVER || (confirmed && state[0] != State.CONFIRMED)) {
            throw new Contradiction("the booking is " + state[0]);
          }
        }),
        judged -> {
          if (judged.met() != Met.OK) {
            again(d -> look(asked, to, d));
            return;
          }
          switch (state[0]) {
            case CONFIRMED -> confirmed();
            case SETTLING -> {
              if (++looks < LOOKS_WHILE_SETTLING) {
                lobby.think(random, Duration.ofMillis(250L << looks), d -> look(asked, to, d));
              }
            }
            case TO_BE_PAID -> // the provider did not take it: with a new form
                again(d -> payForm(asked, paying(to), d));
            case OVER -> {}
          }
        });
  }

  private void confirmed() {
    if (!confirmed) {
      confirmed = true;
      lobby.learned(payment, Outcome.DONE, "Confirmed");
    }
  }

  private static Place paying(Place to) {
    return new Place(to.address().replace("?t=", "/pay?t="), to.booking(), true);
  }

  private String nights() {
    return "from=" + stay.from() + "&to=" + stay.to() + "&guests=2";
  }

  private void next(LongConsumer what) {
    tries = 0;
    lobby.think(random, Duration.ZERO, what);
  }

  /** The same thing once more, or home. */
  private void again(LongConsumer what) {
    if (++tries < TRIES) {
      lobby.think(random, Duration.ofMillis(200L << tries), what);
    }
  }

  /** Reads a page that must be there. */
  @FunctionalInterface
  private interface Reading {
    void read(Answered answer) throws Contradiction;
  }

  private static Rule page(Reading reading) {
    return answer -> {
      if (answer.status() != 200) {
        throw Answers.unexpected("200");
      }
      reading.read(answer);
      return Judged.ok(Outcome.DONE, null);
    };
  }
}
