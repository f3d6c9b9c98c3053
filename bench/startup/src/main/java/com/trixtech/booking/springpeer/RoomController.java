package com.trixtech.booking.springpeer;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /rooms} and {@code /availability}. */
@RestController
class RoomController {
  private final JdbcClient database;
  private final Clock clock;

  RoomController(JdbcClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** From and to, and the rooms that are free then, cheapest first. */
  record Availability(LocalDate from, LocalDate to, long nights, List<Room> rooms) {}

  @GetMapping("/rooms")
  Map<String, List<Room>> rooms() {
    return Map.of("rooms", all());
  }

  @GetMapping("/availability")
  Availability availability(
      @RequestParam LocalDate from,
      @RequestParam LocalDate to,
      @RequestParam(defaultValue = "2") int guests,
      @RequestParam Optional<String> house) {
    long nights = nights(from, to, LocalDate.now(clock));
    var taken =
        new HashSet<>(
            database
                .sql(
                    "SELECT DISTINCT room FROM booking WHERE stay && daterange(?, ?)"
                        + " AND state IN ('PendingPayment', 'Confirmed')")
                .params(from, to)
                .query(String.class)
                .list());
    return new Availability(
        from,
        to,
        nights,
        all().stream()
            .filter(room -> room.guests() >= guests && !taken.contains(room.id()))
            .filter(room -> house.isEmpty() || house.get().equals(room.house()))
            .map(room -> room.priced(nights))
            .toList());
  }

  static long nights(LocalDate from, LocalDate to, LocalDate today) {
    long nights = ChronoUnit.DAYS.between(from, to);
    if (nights < 1 || nights > 30 || from.isBefore(today) || to.isAfter(today.plusYears(10))) {
      throw ApiProblem.invalid(
          "from, to", from + ", " + to, "1 to 30 nights, from today, within 10 years");
    }
    return nights;
  }

  private List<Room> all() {
    return database
        .sql(
            "SELECT id, house, type, beds, guests, currency, price_minor, description FROM room"
                + " ORDER BY price_minor, id")
        .query((row, _) ->
            new Room(
                row.getString("id"),
                row.getString("house"),
                row.getString("type"),
                row.getInt("beds"),
                row.getInt("guests"),
                new Money(row.getString("currency"), row.getLong("price_minor")),
                row.getString("description"),
                null))
        .list();
  }
}
