package com.trixtech.booking.load.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.load.history.Call.Kind;
import com.trixtech.booking.load.history.Call.Outcome;
import com.trixtech.booking.load.history.Money;
import com.trixtech.booking.load.history.Wish;
import com.trixtech.booking.load.ledger.StoredBooking.PaymentState;
import com.trixtech.booking.load.ledger.StoredBooking.State;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerCheckTest {
  /** Good books, in which every fault must stand out alone. */
  private static HandWritten books() {
    var books = new HandWritten();
    books.confirmed("a");
    books.confirmed("b");
    books.cancelled("c");
    books.held("h");
    Wish declined = books.held("d");
    books.call(Kind.PAY, declined, "pay-d", "d", Outcome.DECLINED);
    return books;
  }

  private static Arguments plant(Breach breach, String how, Consumer<HandWritten> fault) {
    return Arguments.of(breach, how, fault);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        plant(Breach.LOST, "a hold is gone", b -> b.bookings.removeIf(x -> x.id().equals("h"))),
        plant(
            Breach.LOST,
            "a paid booking is gone",
            b -> b.bookings.removeIf(x -> x.id().equals("a"))),
        plant(
            Breach.ALTERED,
            "one night is missing",
            b ->
                b.change(
                    "a",
                    x ->
                        HandWritten.with(
                            x, x.to().minusDays(1), x.price(), x.state(), x.payment()))),
        plant(
            Breach.ALTERED,
            "another price is stored",
            b ->
                b.change(
                    "a",
                    x -> HandWritten.with(x, x.to(), new Money("EUR", 1), x.state(), x.payment()))),
        plant(
            Breach.GIVEN_UP,
            "a confirmed booking waits for its payment again",
            b -> {
              b.state("a", State.PENDING_PAYMENT, PaymentState.NONE);
              b.remove(e -> e.key().equals("c-a"));
            }),
        plant(
            Breach.GIVEN_UP,
            "a hold is cancelled by nobody",
            b -> b.state("h", State.CANCELLED, PaymentState.NONE)),
        plant(
            Breach.GIVEN_UP,
            "a hold ends too early",
            b -> b.state("h", State.EXPIRED, PaymentState.NONE)),
        plant(
            Breach.ROOM_TWICE,
            "somebody else has the same nights",
            b -> {
              StoredBooking a = b.bookings.getFirst();
              b.bookings.add(
                  new StoredBooking(
                      99,
                      "z",
                      a.room(),
                      a.from().plusDays(1),
                      a.to().plusDays(1),
                      "else@example.com",
                      a.price(),
                      State.PENDING_PAYMENT,
                      PaymentState.NONE,
                      List.of()));
            }),
        plant(
            Breach.KEY_TWICE,
            "a key is answered with two ids",
            b -> {
              Wish wish = b.held("k1");
              b.call(Kind.BOOK, wish, wish.key("run"), "k2", Outcome.DONE);
              b.stored(wish, "k2", State.CANCELLED, PaymentState.NONE);
              b.call(Kind.CANCEL, wish, "cancel-k", "k2", Outcome.UNKNOWN);
            }),
        plant(
            Breach.KEY_TWICE,
            "a key has a second row",
            b -> {
              Wish wish = b.held("k1");
              b.stored(wish, "k2", State.CANCELLED, PaymentState.NONE);
            }),
        plant(
            Breach.UNASKED,
            "a refused booking is stored",
            b -> {
              Wish wish = b.wish();
              b.call(Kind.BOOK, wish, wish.key("run"), null, Outcome.REFUSED);
              b.stored(wish, "u", State.PENDING_PAYMENT, PaymentState.NONE);
            }),
        plant(
            Breach.UNASKED,
            "a guest that the run never had",
            b ->
                b.stored(
                    new Wish(
                        77,
                        "room-9",
                        b.bookings.getFirst().from(),
                        b.bookings.getFirst().to(),
                        HandWritten.PRICE),
                    "u",
                    State.PENDING_PAYMENT,
                    PaymentState.NONE)),
        plant(
            Breach.CANCELLATION_UNDONE,
            "a cancelled booking is confirmed again, and paid",
            b -> {
              b.state("c", State.CONFIRMED, PaymentState.SUCCEEDED);
              b.remove(e -> e.key().equals("r-c-c"));
            }),
        plant(Breach.CHARGE_STRAY, "of no booking", b -> b.charge("x", "nobody")),
        plant(
            Breach.CHARGE_STRAY,
            "with another key",
            b -> {
              b.remove(e -> e.key().equals("c-a"));
              b.charge("other", "a");
            }),
        plant(Breach.CHARGED_TWICE, "under two keys", b -> b.charge("c-a-2", "a")),
        plant(
            Breach.CHARGED_TWICE,
            "and once given back",
            b -> {
              b.charge("c-a-2", "a");
              b.refund("c-a-2", HandWritten.PRICE.minor());
            }),
        plant(
            Breach.CHARGED_UNASKED,
            "though the card was declined",
            b -> {
              b.bookings.removeIf(x -> x.id().equals("d"));
              Wish declined = b.history.wishes().getLast();
              b.stored(declined, "d", State.CONFIRMED, PaymentState.SUCCEEDED, "c-d");
              b.charge("c-d", "d");
            }),
        plant(
            Breach.CHARGE_KEPT,
            "of a hold that has expired",
            b -> {
              Wish wish = b.wish();
              b.call(Kind.BOOK, wish, wish.key("run"), null, Outcome.UNKNOWN);
              b.stored(wish, "e", State.EXPIRED, PaymentState.NONE, "c-e");
              b.charge("c-e", "e");
            }),
        plant(Breach.NOT_REFUNDED, "at all", b -> b.remove(e -> e.key().equals("r-c-c"))),
        plant(
            Breach.NOT_REFUNDED,
            "in full",
            b -> {
              b.remove(e -> e.key().equals("r-c-c"));
              b.refund("c-c", HandWritten.PRICE.minor() - 1);
            }),
        plant(Breach.NOT_PAID, "never charged", b -> b.remove(e -> e.key().equals("c-a"))),
        plant(Breach.NOT_PAID, "given back", b -> b.refund("c-a", HandWritten.PRICE.minor())),
        plant(
            Breach.AMOUNT_WRONG,
            "by a cent",
            b ->
                b.entries.set(
                    0,
                    new ProviderEntry(
                        1, ProviderEntry.Kind.CHARGE, "c-a", null, "a", new Money("EUR", 12_901)))),
        plant(
            Breach.AMOUNT_WRONG,
            "by its currency",
            b ->
                b.entries.set(
                    0,
                    new ProviderEntry(
                        1, ProviderEntry.Kind.CHARGE, "c-a", null, "a", new Money("USD", 12_900)))),
        plant(Breach.REFUND_WRONG, "twice given back", b -> b.refund("c-c", 12_900)),
        plant(Breach.MONEY_ADRIFT, "a refund of no charge", b -> b.refund("nothing", 700)),
        plant(
            Breach.UNSETTLED,
            "a payment that stays pending",
            b -> b.state("h", State.PENDING_PAYMENT, PaymentState.PENDING)),
        plant(
            Breach.UNSETTLED,
            "a refund that never comes",
            b -> {
              b.state("c", State.CANCELLED, PaymentState.REFUNDING);
              b.remove(e -> e.key().equals("r-c-c"));
            }));
  }

  @Test
  void good_books_agree() {
    LedgerReport report = books().check();
    assertThat(report.breaches()).as(report.examples().toString()).isEmpty();
    assertThat(report.clean()).isTrue();
    assertThat(report.acknowledged()).isEqualTo(5);
    assertThat(report.payments())
        .isEqualTo(new LedgerReport.Payments(2, 3, 1, 0, 3 * 12_900, 12_900, 2 * 12_900));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("faults")
  void a_planted_fault_is_found_and_nothing_else_is(
      Breach breach, String how, Consumer<HandWritten> fault) {
    HandWritten books = books();
    fault.accept(books);
    LedgerReport report = books.check();
    assertThat(report.breaches()).as(how + ": " + report.examples()).isEqualTo(Map.of(breach, 1L));
    assertThat(report.clean()).isFalse();
    assertThat(report.examples()).hasSize(1).first().asString().startsWith(breach.word() + ": ");
  }

  @Test
  void every_breach_is_planted_by_some_test() {
    var planted = EnumSet.noneOf(Breach.class);
    faults().forEach(arguments -> planted.add((Breach) arguments.get()[0]));
    assertThat(planted).isEqualTo(EnumSet.allOf(Breach.class));
  }

  @Test
  void an_unknown_outcome_may_be_either() {
    for (boolean happened : new boolean[] {true, false}) {
      var books = books();
      Wish unheard = books.wish();
      books.call(Kind.BOOK, unheard, unheard.key("run"), null, Outcome.UNKNOWN);
      Wish paid = books.held("p");
      books.call(Kind.PAY, paid, "pay-p", "p", Outcome.UNKNOWN);
      Wish left = books.confirmed("l");
      books.call(Kind.CANCEL, left, "cancel-l", "l", Outcome.UNKNOWN);
      if (happened) {
        books.stored(unheard, "n", State.PENDING_PAYMENT, PaymentState.NONE);
        books.bookings.removeIf(b -> b.id().equals("p"));
        books.stored(paid, "p", State.CONFIRMED, PaymentState.SUCCEEDED, "c-p");
        books.charge("c-p", "p");
        books.state("l", State.CANCELLED, PaymentState.REFUNDED);
        books.refund("c-l", HandWritten.PRICE.minor());
      }
      LedgerReport report = books.check();
      assertThat(report.breaches()).as(report.examples().toString()).isEmpty();
      assertThat(report.unknown()).isEqualTo(3);
      assertThat(report.unacknowledged()).isEqualTo(happened ? 1 : 0);
    }
  }

  @Test
  void a_hold_may_expire_when_its_time_is_over() {
    var books = books();
    books.state("h", State.EXPIRED, PaymentState.NONE);
    var later = HandWritten.NOW.plusSeconds(601);
    LedgerReport report =
        LedgerCheck.compare(
            books.history, new Books(books.bookings, books.entries), later, Duration.ZERO);
    assertThat(report.breaches()).as(report.examples().toString()).isEmpty();
  }

  @Test
  void many_findings_of_one_kind_are_counted_and_only_the_first_are_told() {
    var books = books();
    for (int i = 0; i < 20; i++) {
      books.charge("stray-" + i, "nobody-" + i);
    }
    LedgerReport report = books.check();
    assertThat(report.count(Breach.CHARGE_STRAY)).isEqualTo(20);
    assertThat(report.chargedForNothing()).isEqualTo(20);
    assertThat(report.examples()).hasSize(5);
  }
}
