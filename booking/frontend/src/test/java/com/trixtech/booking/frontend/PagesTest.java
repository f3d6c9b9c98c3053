package com.trixtech.booking.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every page as a guest meets it when all is well, read over HTTP. */
class PagesTest {
  private static final Map<String, String> ADA =
      Map.of("name", "Ada Lovelace", "email", "ada@example.com");

  private Running running;
  private FakeBackend backend;
  private Visitor visitor;

  @BeforeEach
  void start() throws Exception {
    running = Running.start();
    backend = running.backend();
    visitor = running.visitor();
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void theStartPageShowsTheHousesAndASearchThatStartsTomorrow() throws Exception {
    var page = visitor.get("/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.title()).isEqualTo("Find a room – Trixtech Stays");
    assertThat(page.text())
        .contains("Harbour House Single, Double, Family 12 rooms, from €79 a night")
        .doesNotContain("not answering");
    assertThat(page.fields().get("from")).isGreaterThan(Running.from().minusDays(10).toString());
  }

  @Test
  void aSearchShowsEachKindOfRoomWithItsTotalCheapestFirst() throws Exception {
    var page = visitor.get("/rooms?" + Running.stay());
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.heading()).isEqualTo("32 rooms are free");
    assertThat(page.text())
        .contains("Double in Harbour House", "4 free", "€238 in total, €119 a night")
        .containsSubsequence("€238 in total", "€268 in total", "€298 in total", "€318 in total");
    assertThat(page.link("Book")).isEqualTo("/book?room=harbour-102&" + Running.stay());
    assertThat(page.fields())
        .containsEntry("from", Running.from().toString())
        .containsEntry("to", Running.to().toString());
  }

  @Test
  void aSearchInOneHouseFindsOnlyItsRooms() throws Exception {
    var page = visitor.get("/rooms?" + Running.stay() + "&house=Hill+House");
    assertThat(page.heading()).isEqualTo("8 rooms are free");
    assertThat(page.text()).contains("Double in Hill House").doesNotContain("in Harbour House");
  }

  @Test
  void aSearchThatFindsNothingSaysWhatMayHelp() throws Exception {
    var page = visitor.get("/rooms?" + Running.stay().replace("guests=2", "guests=8"));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.heading()).isEqualTo("No room is free");
    assertThat(page.text()).contains("Other dates, fewer guests or another house may help");
  }

  @Test
  void aSearchWithMistakesNamesEachAndKeepsWhatWasTyped() throws Exception {
    var page = visitor.get("/rooms?from=2001-01-01&to=soon&guests=99");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.title()).startsWith("Error: ");
    assertThat(page.text())
        .contains("3 things need your attention")
        .contains("The day you arrive is in the past")
        .contains("Enter the day you leave as year-month-day")
        .contains("Choose how many guests, 1 to 8");
    assertThat(page.html())
        .contains("<a href=\"#from\">", "<a href=\"#to\">", "<a href=\"#guests\">");
    assertThat(page.fields()).containsEntry("from", "2001-01-01").containsEntry("to", "soon");

    assertThat(
            visitor
                .get("/rooms?from=%s&to=%s&guests=2".formatted(Running.to(), Running.from()))
                .text())
        .contains("The day you leave must be after the day you arrive");
    assertThat(
            visitor
                .get(
                    "/rooms?from=%s&to=%s&guests=2"
                        .formatted(Running.from(), Running.from().plusDays(31)))
                .text())
        .contains("A stay can have 30 nights at most");
    assertThat(visitor.get("/rooms?from=2999-01-01&to=2999-01-02&guests=2").text())
        .contains("Nobody can book more than 10 years ahead");
  }

  @Test
  void aFormWithMistakesNamesEachAndKeepsWhatWasTypedAndItsKey() throws Exception {
    var form = running.bookForm("harbour-102");
    assertThat(form.text()).contains("Step 1 of 2", "Double in Harbour House", "Total €238");
    var again = visitor.fill(form, Map.of("name", "", "email", "ada@nowhere"));
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.title()).startsWith("Error: ");
    assertThat(again.text())
        .contains("Enter your name", "Enter an email address such as name@example.com");
    assertThat(again.html()).contains("aria-invalid=\"true\" aria-describedby=\"name-error\"");
    assertThat(again.fields()).containsEntry("email", "ada@nowhere");
    assertThat(again.fields().get("key")).isEqualTo(form.fields().get("key")).isNotBlank();
    assertThat(backend.books().bookings()).isZero();
  }

  @Test
  void aGuestBooksPaysAndGetsACode() throws Exception {
    var pay = running.book("harbour-102");
    assertThat(pay.status()).isEqualTo(200);
    assertThat(pay.title()).startsWith("Payment, step 2 of 2");
    assertThat(pay.text())
        .contains("10 minutes left", "Room 102 in Harbour House", "Pay €238")
        .contains("4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0000 0000 9995");

    var done = visitor.follow(visitor.fill(pay, Map.of("card", "4242 4242 4242 4242")));
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.heading()).isEqualTo("Your booking is confirmed");
    assertThat(done.text())
        .contains("You have paid €238")
        .contains("Your booking code " + backend.books().code(backend.books().newest()))
        .contains("ada@example.com");
    assertThat(backend.books().state(backend.books().newest())).isEqualTo("Confirmed/Succeeded");
    assertThat(backend.books().charges()).isEqualTo(1);
  }

  @Test
  void aDoubleClickBooksOnceAndPaysOnce() throws Exception {
    var form = running.bookForm("harbour-102");
    var booked = twice(() -> visitor.fill(form, ADA));
    assertThat(backend.books().bookings()).isEqualTo(1);
    assertThat(booked.getFirst().location()).isEqualTo(booked.getLast().location());

    var pay = visitor.follow(booked.getFirst());
    var paid = twice(() -> visitor.fill(pay, Map.of("card", FakeBackend.PAYS)));
    assertThat(paid).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(303));
    assertThat(visitor.follow(paid.getLast()).heading()).isEqualTo("Your booking is confirmed");
    assertThat(backend.books().charges()).isEqualTo(1);
  }

  private static List<Visitor.View> twice(Callable<Visitor.View> press) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(press);
      var second = threads.submit(press);
      return List.of(first.get(), second.get());
    }
  }

  @Test
  void theSameFormWithOtherContentIsAskedAboutAndNotBookedAgain() throws Exception {
    var form = running.bookForm("harbour-102");
    visitor.fill(form, ADA);
    var again = visitor.fill(form, Map.of("name", "Grace Hopper", "email", "grace@example.com"));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text()).contains("This form has already made a booking");
    assertThat(again.fields()).containsEntry("name", "Grace Hopper");
    assertThat(again.fields().get("key")).isNotEqualTo(form.fields().get("key"));
    assertThat(backend.books().bookings()).isEqualTo(1);
  }

  @Test
  void aRoomThatWasJustTakenIsReplacedByTheNextOfItsKindWithAllThatWasTyped() throws Exception {
    var form = running.bookForm("harbour-102");
    backend.books().take("harbour-102", Running.from(), Running.to());
    var other = visitor.fill(form, ADA);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text())
        .contains("Somebody else has just booked room 102. Room 105 is of the same kind");
    assertThat(other.fields())
        .containsEntry("room", "harbour-105")
        .containsEntry("name", "Ada Lovelace")
        .containsEntry("email", "ada@example.com");
    assertThat(visitor.follow(visitor.fill(other, Map.of())).text()).contains("Room 105");
  }

  @Test
  void aKindThatIsAllTakenLeadsBackToTheSearch() throws Exception {
    var form = running.bookForm("harbour-102");
    for (String room : List.of("102", "105", "202", "205")) {
      backend.books().take("harbour-" + room, Running.from(), Running.to());
    }
    var gone = visitor.fill(form, ADA);
    assertThat(gone.status()).isEqualTo(409);
    assertThat(gone.heading()).isEqualTo("This room is no longer free");
    assertThat(gone.link("See what else is free")).isEqualTo("/rooms?" + Running.stay());
    assertThat(running.bookForm("harbour-102").heading()).isEqualTo("This room is no longer free");
  }

  @Test
  void anAddressWithoutAChoiceLeadsToTheSearch() throws Exception {
    var page = visitor.get("/book");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.heading()).isEqualTo("Choose a room first");
  }

  @Test
  void aDeclinedCardKeepsTheBookingAndAnotherCardPays() throws Exception {
    var pay = running.book("harbour-102");
    var declined = visitor.follow(visitor.fill(pay, Map.of("card", FakeBackend.POOR)));
    assertThat(declined.text())
        .contains("Your payment was declined. The card does not have enough money")
        .contains("Your room is still held");
    assertThat(declined.fields().get("key")).isNotEqualTo(pay.fields().get("key"));
    assertThat(visitor.follow(visitor.fill(declined, Map.of("card", FakeBackend.DECLINED))).text())
        .contains("The company that issued the card said no");

    var paid = visitor.follow(visitor.fill(declined, Map.of("card", FakeBackend.DECLINED)));
    assertThat(paid.text()).as("the same form again").contains("Your payment was declined");
    var done = visitor.follow(visitor.fill(paid, Map.of("card", FakeBackend.PAYS)));
    assertThat(done.heading()).isEqualTo("Your booking is confirmed");
    assertThat(backend.books().charges()).isEqualTo(1);
  }

  @Test
  void anOldFormWithAnotherCardIsAskedForItOnceMore() throws Exception {
    var pay = running.book("harbour-102");
    visitor.fill(pay, Map.of("card", FakeBackend.DECLINED));
    var again = visitor.fill(pay, Map.of("card", FakeBackend.PAYS));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text()).contains("already used with another card");
    assertThat(backend.books().charges()).isZero();
    assertThat(visitor.follow(visitor.fill(again, Map.of("card", FakeBackend.PAYS))).heading())
        .isEqualTo("Your booking is confirmed");
  }

  @Test
  void aCardNumberIsNeverShownAgain() throws Exception {
    var pay = running.book("harbour-102");
    for (String card : List.of("5555 5555 5555 4445", "4111", "no card", "")) {
      var again = visitor.fill(pay, Map.of("card", card));
      assertThat(again.status()).as(card).isEqualTo(422);
      assertThat(again.fields()).as(card).containsEntry("card", "");
      assertThat(again.fields().get("key")).isEqualTo(pay.fields().get("key"));
      if (!card.isEmpty()) {
        assertThat(again.html()).doesNotContain(card);
      }
    }
    assertThat(backend.books().charges()).isZero();
  }

  @Test
  void aPaymentThatIsNotSettledIsWaitedForOnAPageThatRenewsItself() throws Exception {
    backend.books().paymentsPend(true);
    var waiting = running.bookAndPay("harbour-102");
    assertThat(waiting.status()).isEqualTo(200);
    assertThat(waiting.heading()).isEqualTo("Your payment is being checked");
    assertThat(waiting.html())
        .contains("<noscript><meta http-equiv=\"refresh\" content=\"4\"></noscript>");
    assertThat(waiting.text()).contains("you are never charged twice");
    String state = waiting.link("Check now").replace("?", "/state?");
    assertThat(visitor.get(state).html()).isEqualTo("{\"settling\":true}");
    assertThat(visitor.get(waiting.link("Check now").replace("?", "/pay?")).status())
        .as("nothing to pay meanwhile")
        .isEqualTo(303);
    assertThat(visitor.get(waiting.link("Stop renewing")).html()).doesNotContain("http-equiv");

    backend.books().settle(backend.books().newest(), true);
    assertThat(visitor.get(state).html()).isEqualTo("{\"settling\":false}");
    assertThat(visitor.get(waiting.link("Check now")).heading())
        .isEqualTo("Your booking is confirmed");
  }

  @Test
  void aPaymentThatSettlesAsNotMadeMayBeTriedAgain() throws Exception {
    backend.books().paymentsPend(true);
    var waiting = running.bookAndPay("harbour-102");
    backend.books().settle(backend.books().newest(), false);
    backend.books().paymentsPend(false);
    var held = visitor.get(waiting.link("Check now"));
    assertThat(held.heading()).isEqualTo("Your room is held for you");
    var pay = visitor.get(held.link("Pay €238"));
    assertThat(pay.text()).contains("nothing was charged");
    assertThat(visitor.follow(visitor.fill(pay, Map.of("card", FakeBackend.PAYS))).heading())
        .isEqualTo("Your booking is confirmed");
  }

  @Test
  void aCancellationIsAskedForOnceDoneOnceAndRefunded() throws Exception {
    var booked = running.bookAndPay("harbour-102");
    var ask = visitor.get(booked.link("Cancel this booking"));
    assertThat(ask.heading()).isEqualTo("Cancel this booking?");
    assertThat(ask.text()).contains("You get all of €238 back");
    assertThat(backend.books().state(backend.books().newest())).isEqualTo("Confirmed/Succeeded");

    var gone = visitor.follow(twice(() -> visitor.fill(ask, Map.of())).getLast());
    assertThat(gone.heading()).isEqualTo("Your booking is cancelled");
    assertThat(gone.text()).contains("Your refund of €238 has been ordered");
    assertThat(backend.books().state(backend.books().newest())).isEqualTo("Cancelled/Refunding");
    assertThat(visitor.fill(ask, Map.of()).status()).as("a reload").isEqualTo(303);
  }

  @Test
  void aHoldThatIsOverSaysThatNothingWasCharged() throws Exception {
    var pay = running.book("harbour-102");
    backend.books().expire(backend.books().newest());
    var over = visitor.follow(visitor.fill(pay, Map.of("card", FakeBackend.PAYS)));
    assertThat(over.heading()).isEqualTo("Your booking has expired");
    assertThat(over.text()).contains("You were not charged");
    assertThat(over.link("Search these dates again")).isEqualTo("/rooms?" + Running.stay());
    assertThat(backend.books().charges()).isZero();
  }

  @Test
  void theTimeThatIsLeftOfAHoldIsShown() throws Exception {
    backend.books().holdFor(Duration.ofSeconds(50));
    assertThat(running.book("harbour-102").text()).contains("1 minute left");
  }
}
