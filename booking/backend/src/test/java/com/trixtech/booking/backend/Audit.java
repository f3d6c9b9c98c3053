package com.trixtech.booking.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares the bookings with the provider's books, after all is settled. */
final class Audit {
  private final Map<String, JsonNode> bookings = new LinkedHashMap<>();
  private final FakeProvider provider;

  Audit(List<JsonNode> bookings, FakeProvider provider) {
    bookings.forEach(b -> this.bookings.put(b.path("id").asText(), b));
    this.provider = provider;
  }

  /** One charge of its price for each confirmed booking, nothing kept for any other. */
  void moneyAddsUp() {
    assertThat(bookings).isNotEmpty();
    bookings.forEach((id, booking) -> {
      long price = booking.path("price").path("minor").asLong();
      boolean confirmed = booking.path("state").asText().equals("Confirmed");
      assertThat(provider.net(id)).as(booking.toString()).isEqualTo(confirmed ? price : 0);
      assertThat(provider.ledger("Charge", id)).as(booking.toString()).hasSizeLessThanOrEqualTo(1);
      assertThat(booking.path("payment").path("state").asText())
          .as(booking.toString())
          .isEqualTo(expected(id, confirmed, booking));
    });
    assertThat(bookings.keySet())
        .as("no charge without a booking")
        .containsAll(
            provider.ledger().stream()
                .map(FakeProvider.Line::reference)
                .collect(Collectors.toSet()));
    noRoomIsBookedTwice();
  }

  private String expected(String id, boolean confirmed, JsonNode booking) {
    if (confirmed) {
      return "Succeeded";
    }
    if (!provider.ledger("Charge", id).isEmpty()) {
      return "Refunded";
    }
    return booking.path("paymentKeys").isEmpty() ? "None" : "Declined";
  }

  private void noRoomIsBookedTwice() {
    bookings.values().stream()
        .filter(b -> List.of("PendingPayment", "Confirmed").contains(b.path("state").asText()))
        .collect(Collectors.groupingBy(b -> b.path("room").asText()))
        .forEach((room, stays) -> {
          stays.sort(Comparator.comparing(b -> b.path("from").asText()));
          for (int i = 1; i < stays.size(); i++) {
            assertThat(LocalDate.parse(stays.get(i).path("from").asText()))
                .as(room)
                .isAfterOrEqualTo(LocalDate.parse(stays.get(i - 1).path("to").asText()));
          }
        });
  }

  void exists(String id) {
    assertThat(bookings).containsKey(id);
  }

  void hasBeenPaid(String id) {
    exists(id);
    assertThat(provider.ledger("Charge", id)).as(id).hasSize(1);
  }

  void isCancelled(String id) {
    assertThat(bookings)
        .hasEntrySatisfying(id, b -> assertThat(b.path("state").asText()).isEqualTo("Cancelled"));
  }
}
