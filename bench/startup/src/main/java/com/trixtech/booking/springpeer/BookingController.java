package com.trixtech.booking.springpeer;

import com.trixtech.booking.springpeer.Booking.Guest;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /bookings}: make, see, list, cancel. */
@RestController
class BookingController {
  private final BookingRepository bookings;
  private final IdempotencyKeys keys;
  private final Clock clock;
  private final Duration hold;

  BookingController(
      BookingRepository bookings,
      IdempotencyKeys keys,
      Clock clock,
      @Value("${booking.hold}") Duration hold) {
    this.bookings = bookings;
    this.keys = keys;
    this.clock = clock;
    this.hold = hold;
  }

  /** What a guest wants. */
  record Wish(String room, LocalDate from, LocalDate to, Guest guest, int guests) {}

  @PostMapping("/bookings")
  @Transactional
  public ResponseEntity<String> create(
      @RequestHeader("Idempotency-Key") String key, @RequestBody Wish wish) {
    RoomController.nights(wish.from(), wish.to(), LocalDate.now(clock));
    return keys.once(
        key,
        wish.toString(),
        () -> {
          Optional<Booking> booked = bookings.insert(wish, hold);
          return booked.isPresent()
              ? ResponseEntity.status(201).body(booked.get())
              : ResponseEntity.status(409)
                  .body(
                      Map.of(
                          "error",
                          wish.room() + ": taken (expected: free nights)",
                          "code",
                          "ROOM_TAKEN"));
        });
  }

  @GetMapping("/bookings/{id}")
  Booking get(@PathVariable UUID id) {
    return bookings.find(id).orElseThrow(() -> new ApiProblem(404, "booking: " + id));
  }

  @GetMapping("/bookings")
  Map<String, @Nullable Object> list(
      @RequestParam Optional<String> code,
      @RequestParam Optional<String> email,
      @RequestParam(defaultValue = "0") long after,
      @RequestParam(defaultValue = "100") int limit) {
    if (code.isPresent() && email.isPresent()) {
      return Map.of("bookings", bookings.find(code.get(), email.get()));
    }
    List<Booking> page = bookings.page(after, limit);
    var answer = new HashMap<String, @Nullable Object>();
    answer.put("bookings", page);
    answer.put("next", page.size() == limit ? page.getLast().seq() : null);
    return answer;
  }

  @PostMapping("/bookings/{id}/cancellation")
  @Transactional
  public ResponseEntity<String> cancel(
      @RequestHeader("Idempotency-Key") String key, @PathVariable UUID id) {
    return keys.once(
        key,
        "cancel " + id,
        () -> {
          bookings.lock(id);
          Booking booking = get(id);
          if (booking.state().equals("Expired")) {
            throw new ApiProblem(409, "booking " + id + ": Expired (expected: not over)");
          }
          bookings.state(id, "Cancelled");
          bookings.giveBack(id);
          return ResponseEntity.ok(get(id));
        });
  }
}
