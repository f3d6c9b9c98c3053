package com.trixtech.booking.load.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.load.guest.Answers.Known;
import com.trixtech.booking.load.guest.Judged.Rule;
import com.trixtech.booking.load.guest.Reply.Answered;
import com.trixtech.booking.load.guest.Reply.Broken;
import com.trixtech.booking.load.history.Call.Outcome;
import com.trixtech.booking.load.history.Money;
import com.trixtech.booking.load.history.Wish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
  private static final Wish WISH =
      new Wish(
          3,
          "room-1",
          LocalDate.parse("2027-05-01"),
          LocalDate.parse("2027-05-03"),
          new Money("EUR", 12_900));

  private static Answered answer(int status, String state) {
    return raw(
        status,
        """
        {"id":"b","room":"room-1","from":"2027-05-01","to":"2027-05-03","state":"%s",
         "price":{"currency":"EUR","minor":12900},"payment":{"state":"None"}}
        """,
        state);
  }

  private static Answered raw(int status, String body, Object... fill) {
    return new Answered(
        status,
        Optional.empty(),
        Optional.empty(),
        body.formatted(fill).getBytes(StandardCharsets.UTF_8));
  }

  private static Judged judge(Rule rule, Reply reply) {
    return Judged.of(() -> "POST /x", reply, rule);
  }

  @ParameterizedTest(name = "{0} {1}, bad card: {2}, twin: {3} -> {4}, {5}")
  @CsvSource({
    "200, Confirmed, false, false, OK, DONE",
    "200, PendingPayment, false, false, FAILED, DONE",
    "200, Confirmed, true, false, FAILED, DONE",
    "202, PendingPayment, false, false, DEFERRED, DEFERRED",
    "202, PendingPayment, true, false, DEFERRED, DEFERRED",
    "402, PendingPayment, true, false, OK, DECLINED",
    "402, PendingPayment, false, false, FAILED, REFUSED",
    "409, Confirmed, false, true, OK, REFUSED",
    "409, Confirmed, false, false, FAILED, REFUSED",
    "404, Confirmed, false, false, FAILED, REFUSED",
    "500, Confirmed, false, false, FAILED, UNKNOWN",
    "503, Confirmed, false, false, FAILED, UNKNOWN"
  })
  void a_payment_is_judged_by_its_card(
      int status, String state, boolean bad, boolean twin, Met met, Outcome outcome) {
    Judged judged = judge(Answers.payment(WISH, "b", bad, twin), answer(status, state));
    assertThat(judged.met()).as(judged.kind()).isEqualTo(met);
    assertThat(judged.outcome()).isEqualTo(outcome);
  }

  @Test
  void a_booking_must_be_what_was_asked_for() {
    assertThat(judge(Answers.booking(WISH), answer(201, "PendingPayment")).met()).isEqualTo(Met.OK);
    Judged dearer =
        judge(
            Answers.booking(new Wish(3, "room-1", WISH.from(), WISH.to(), new Money("EUR", 1))),
            answer(201, "PendingPayment"));
    assertThat(dearer.kind())
        .isEqualTo("contradiction: POST /x answered 201: price is not what was offered");
    assertThat(dearer.outcome()).as("the promise stays one").isEqualTo(Outcome.DONE);
    assertThat(dearer.seen()).isNotNull();
  }

  @Test
  void a_taken_room_is_an_expected_answer_and_any_other_conflict_is_not() {
    Rule rule = Answers.booking(WISH);
    assertThat(judge(rule, raw(409, "{\"code\":\"ROOM_TAKEN\"}")).met()).isEqualTo(Met.OK);
    assertThat(judge(rule, raw(409, "{\"error\":\"no\"}")).met()).isEqualTo(Met.FAILED);
    assertThat(judge(rule, raw(400, "{}")).outcome()).isEqualTo(Outcome.REFUSED);
  }

  @ParameterizedTest
  @CsvSource({
    "MADE, Expired, OK",
    "CONFIRMED, Confirmed, OK",
    "CONFIRMED, PendingPayment, FAILED",
    "CANCELLED, Cancelled, OK",
    "CANCELLED, Confirmed, FAILED"
  })
  void a_guest_sees_what_was_promised(Known known, String state, Met met) {
    assertThat(judge(Answers.view(WISH, "b", known), answer(200, state)).met()).isEqualTo(met);
  }

  @Test
  void only_503_with_retry_after_is_shed() {
    Reply shed =
        new Answered(503, Optional.of(Duration.ofSeconds(1)), Optional.empty(), new byte[0]);
    assertThat(judge(Answers.booking(WISH), shed))
        .isEqualTo(new Judged(Met.SHED, "", Outcome.UNKNOWN, null));
    assertThat(judge(Answers.booking(WISH), raw(503, "{}")).kind()).isEqualTo("status 503");
    assertThat(judge(Answers.booking(WISH), new Broken("timeout")).kind()).isEqualTo("timeout");
  }
}
