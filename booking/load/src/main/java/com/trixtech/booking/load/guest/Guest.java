package com.trixtech.booking.load.guest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.load.guest.Answers.Known;
import com.trixtech.booking.load.guest.Judged.Rule;
import com.trixtech.booking.load.guest.Reply.Answered;
import com.trixtech.booking.load.guest.Visit.Step;
import com.trixtech.booking.load.history.Call.Kind;
import com.trixtech.booking.load.history.Call.Outcome;
import com.trixtech.booking.load.history.Wish;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One guest, from the first search until the door. Only on the event loop.
 *
 * <p>Does what a person with a browser does: loads a page again that failed, sends a form again
 * with the same key when it is not known what became of it, takes another room when somebody was
 * quicker, looks again and again while a payment is pending, and gives up after some tries.
 */
final class Guest {
  private static final int TRIES = 3;
  private static final int LOOKS_WHILE_PENDING = 6;
  private static final String GOOD_CARD = "4242424242424242";
  private static final String[] BAD_CARDS = {"4000000000000002", "4000000000009995"};

  private final Lobby lobby;
  private final Visit visit;
  private final long number;
  private final RandomGenerator random;
  private Stay stay;
  private int place;
  private int tries;
  private int keys;
  private @Nullable Offer offer;
  private @Nullable Wish wish;
  private @Nullable String booking;
  private Known known = Known.MADE;

  Guest(Lobby lobby, Visit visit, long number, RandomGenerator random) {
    this.lobby = lobby;
    this.visit = visit;
    this.number = number;
    this.random = random;
    this.stay = Stay.choose(lobby.today(), number, random);
  }

  /**
   * Does the next thing.
   *
   * @param due as {@link System#nanoTime}
   */
  void go(long due) {
    if (place >= visit.steps().size()) {
      return;
    }
    Wish wanted = wish;
    String id = booking;
    switch (visit.steps().get(place)) {
      case SEARCH -> search("", due);
      case LOOK -> search(offer == null ? "" : "&house=" + encoded(offer.house()), due);
      case BOOK -> book(due);
      case PAY_WITH_BAD_CARD -> {
        if (wanted != null && id != null) {
          pay(wanted, id, BAD_CARDS[random.nextInt(BAD_CARDS.length)], due);
        }
      }
      case PAY -> {
        if (wanted != null && id != null) {
          pay(wanted, id, GOOD_CARD, due);
        }
      }
      case VIEW -> {
        if (wanted != null && id != null) {
          view(wanted, id, due);
        }
      }
      case CANCEL -> {
        if (wanted != null && id != null) {
          cancel(wanted, id, due);
        }
      }
    }
  }

  private void next() {
    next(place + 1);
  }

  private void next(int to) {
    place = to;
    tries = 0;
    lobby.think(random, Duration.ZERO, this::go);
  }

  /** The same thing once more, or home. */
  private void again(Consumer<Long> what) {
    if (++tries < TRIES) {
      lobby.think(random, Duration.ofMillis(200L << tries), what::accept);
    }
  }

  private void search(String more, long due) {
    String path = "/availability?from=" + stay.from() + "&to=" + stay.to() + "&guests=2" + more;
    Rule rule =
        answer -> {
          if (answer.status() != 200) {
            throw Answers.unexpected("200");
          }
          found(answer);
          return Judged.ok(Outcome.DONE, null);
        };
    lobby.read(
        path,
        due,
        rule,
        judged -> {
          if (judged.met() != Met.OK) {
            again(this::go);
          } else if (offer == null) { // sold out
            stay = Stay.choose(lobby.today(), number, random);
            again(this::go);
          } else {
            next();
          }
        });
  }

  private void found(Answered answer) throws Contradiction {
    offer = Offer.in(answer.body(), random, stay.popular()).orElse(null);
  }

  private void book(long due) {
    Offer wanted = offer;
    if (wanted == null) {
      return;
    }
    Wish asked = lobby.history().wish(wanted.room(), stay.from(), stay.to(), wanted.total());
    wish = asked;
    book(asked, due, visit.copies());
  }

  private void book(Wish asked, long due, int copies) {
    String run = lobby.history().run();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("room", asked.room())
        .put("from", asked.from().toString())
        .put("to", asked.to().toString())
        .put("guests", 2);
    body.putObject("guest").put("name", "Guest " + asked.number()).put("email", asked.email(run));
    var all = new Copies(copies, judged -> booked(asked, judged));
    for (int i = 0; i < copies; i++) {
      lobby.write(
          Kind.BOOK,
          asked,
          asked.key(run),
          null,
          Ask.json("/bookings", asked.key(run), body.toString()),
          due,
          Answers.booking(asked),
          all);
    }
  }

  private void booked(Wish asked, Judged judged) {
    Seen seen = judged.seen();
    switch (judged.outcome()) {
      case DONE -> {
        if (seen != null) {
          booking = seen.id();
          next();
        }
      }
      case REFUSED -> {
        if (judged.met() == Met.OK && ++tries < TRIES) { // somebody was quicker
          int so = tries;
          next(0);
          tries = so;
        }
      }
      case UNKNOWN -> again(due -> book(asked, due, 1));
      case DEFERRED, DECLINED -> {}
    }
  }

  private void pay(Wish asked, String id, String card, long due) {
    String key = lobby.history().run() + "-" + asked.number() + "-pay-" + keys++;
    pay(asked, id, card, key, due, visit.copies());
  }

  private void pay(Wish asked, String id, String card, String key, long due, int copies) {
    boolean bad = !card.equals(GOOD_CARD);
    var body = JsonNodeFactory.instance.objectNode().put("card", card);
    var all = new Copies(copies, judged -> paid(asked, id, card, key, judged));
    for (int i = 0; i < copies; i++) {
      lobby.write(
          Kind.PAY,
          asked,
          key,
          id,
          Ask.json("/bookings/" + id + "/payment", key, body.toString()),
          due,
          Answers.payment(asked, id, bad, visit.copies() > 1),
          all);
    }
  }

  private void paid(Wish asked, String id, String card, String key, Judged judged) {
    switch (judged.outcome()) {
      case DONE -> {
        known = Known.CONFIRMED;
        next();
      }
      case DECLINED -> next();
      case DEFERRED -> {
        if (visit == Visit.CHANGES_MIND && random.nextBoolean()) { // without waiting for it
          next(visit.steps().indexOf(Step.CANCEL));
        } else {
          lobby.think(random, Duration.ZERO, due -> await(asked, id, due, 1));
        }
      }
      case UNKNOWN -> again(due -> pay(asked, id, card, key, due, 1));
      case REFUSED -> {}
    }
  }

  /** Looks at the booking until the payment is settled. */
  private void await(Wish asked, String id, long due, int look) {
    lobby.read(
        "/bookings/" + id,
        due,
        Answers.view(asked, id, known),
        judged -> {
          Seen seen = judged.seen();
          if (seen == null || seen.payment().equals("Pending")) {
            if (look < LOOKS_WHILE_PENDING) {
              lobby.think(
                  random, Duration.ofMillis(250L << look), d -> await(asked, id, d, look + 1));
            }
          } else if (seen.state().equals("Confirmed")) {
            next(visit.steps().indexOf(Step.PAY) + 1);
          } else if (seen.state().equals("PendingPayment")) {
            if (visit.steps().get(place) == Step.PAY_WITH_BAD_CARD) {
              next();
            } else {
              again(this::go); // the provider did not take it: with a new key
            }
          }
        });
  }

  private void view(Wish asked, String id, long due) {
    lobby.read(
        "/bookings/" + id,
        due,
        Answers.view(asked, id, known),
        judged -> {
          if (judged.met() == Met.OK) {
            next();
          } else {
            again(this::go);
          }
        });
  }

  private void cancel(Wish asked, String id, long due) {
    String key = lobby.history().run() + "-" + asked.number() + "-cancel";
    lobby.write(
        Kind.CANCEL,
        asked,
        key,
        id,
        Ask.json("/bookings/" + id + "/cancellation", key, null),
        due,
        Answers.cancellation(asked, id),
        judged -> {
          switch (judged.outcome()) {
            case DONE -> {
              known = Known.CANCELLED;
              next();
            }
            case UNKNOWN -> again(this::go);
            case DEFERRED, DECLINED, REFUSED -> {}
          }
        });
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
