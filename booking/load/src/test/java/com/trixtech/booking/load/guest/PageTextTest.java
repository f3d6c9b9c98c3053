package com.trixtech.booking.load.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.booking.load.guest.Reply.Answered;
import com.trixtech.booking.load.history.Money;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageTextTest {
  private static final String ID = "0b0f3d0e-7f43-4d0a-9b5e-0123456789ab";

  private static Answered leads(int status, String to) {
    return new Answered(status, Optional.empty(), Optional.of(to), new byte[0]);
  }

  @Test
  void a_total_is_read_as_a_guest_reads_it() throws Exception {
    assertThat(PageText.money("€129")).isEqualTo(new Money("EUR", 12_900));
    assertThat(PageText.money("€1,290.50")).isEqualTo(new Money("EUR", 129_050));
    assertThat(PageText.money("CHF 80")).isEqualTo(new Money("CHF", 8000));
    assertThatThrownBy(() -> PageText.money("free")).hasMessageContaining("a total of free");
  }

  @Test
  void a_search_without_rooms_that_does_not_say_so_is_a_contradiction() throws Exception {
    assertThat(PageText.offers("<p>Everything is taken for these nights</p>")).isEmpty();
    assertThatThrownBy(() -> PageText.offers("<p>Something went wrong here</p>"))
        .isInstanceOf(Contradiction.class);
  }

  @Test
  void a_form_leads_to_its_booking_or_to_the_payment_of_it_and_nowhere_else() throws Exception {
    assertThat(PageText.place(leads(303, "/bookings/" + ID + "?t=a-b")))
        .isEqualTo(new PageText.Place("/bookings/" + ID + "?t=a-b", ID, false));
    assertThat(PageText.place(leads(303, "/bookings/" + ID + "/pay?t=a_b")).pays()).isTrue();
    assertThatThrownBy(() -> PageText.place(leads(303, "/bookings/" + ID)))
        .isInstanceOf(Contradiction.class);
    assertThatThrownBy(() -> PageText.place(leads(200, "/bookings/" + ID + "?t=a-b")))
        .isInstanceOf(Contradiction.class);
  }

  @Test
  void a_booking_that_waits_is_being_settled_only_where_its_page_says_so() throws Exception {
    String waiting = "<div class=\"state waiting\">";
    assertThat(PageText.state(waiting + "<div data-wait=\"/bookings/x/state\">"))
        .isEqualTo(PageText.State.SETTLING);
    assertThat(PageText.state(waiting)).isEqualTo(PageText.State.TO_BE_PAID);
    assertThatThrownBy(() -> PageText.state("<h1>No booking at this address</h1>"))
        .isInstanceOf(Contradiction.class);
  }
}
