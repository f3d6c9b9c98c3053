package com.trixtech.booking.frontend.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.frontend.stay.Booking;
import com.trixtech.booking.frontend.stay.Guest;
import com.trixtech.booking.frontend.stay.Offer;
import com.trixtech.booking.frontend.stay.Room;
import com.trixtech.booking.frontend.stay.Stay;
import com.trixtech.selfheal.shield.CallTimedOut;
import com.trixtech.selfheal.shield.Shield;
import com.trixtech.selfheal.shield.ShieldBuilder;
import com.trixtech.selfheal.shield.rejection.CallRejected;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the backend can be asked. Thread-safe; blocks a virtual thread, for a bounded time.
 *
 * <p>Each write carries the key of the form that started it, so that it may be sent again when its
 * answer was lost: the backend does it once.
 */
public final class BookingBackend {
  private final BackendHttp http;
  private final Shield reads;
  private final Shield writes;

  /**
   * How long calls may take, retries and all. Immutable.
   *
   * @param reads a page that needs more is a page that says what is wrong
   * @param writes the backend answers "pending" where the payment provider takes its time, and may
   *     itself be busy; time for a second try with the same key
   */
  public record Times(Duration reads, Duration writes) {
    public static final Times USUAL = new Times(Duration.ofSeconds(2), Duration.ofSeconds(6));
  }

  public BookingBackend(URI backend, Times times, CallObserver observer) {
    http = new BackendHttp(backend, observer);
    reads =
        shield("backend-reads", times.reads())
            .attemptTimeout(times.reads().multipliedBy(9).dividedBy(20)) // two fit
            .retry(r ->
                r.attempts(3)
                    .when(IOException.class::isInstance)
                    .whenResult(Reply.class, Reply::otherInstanceMayAnswer))
            .build();
    // Its own breaker: a fault of payments must not take the search away.
    writes =
        shield("backend-writes", times.writes())
            .attemptTimeout(times.writes().multipliedBy(5).dividedBy(6))
            .retry(r -> r.attempts(2).when(IOException.class::isInstance)) // safe: the same key
            .build();
  }

  private static ShieldBuilder shield(String name, Duration deadline) {
    return Shield.named(name)
        .deadline(deadline)
        .failureResult(Reply.class, Reply::failed)
        .overloadResult(Reply.class, Reply::sheds)
        .limit(l -> l.initial(20).maximum(200));
  }

  /** For the metrics. */
  public List<Shield> shields() {
    return List.of(reads, writes);
  }

  /** All rooms, whether free or not. */
  public List<Room> rooms() throws BackendAway {
    return read("/rooms", "/rooms", reply -> Wire.rooms(reply.body()));
  }

  /**
   * The rooms that are free for the whole stay, cheapest first.
   *
   * @param house empty for all houses
   */
  public List<Offer> availability(Stay stay, String house) throws BackendAway {
    String filter = house.isEmpty() ? "" : "&house=" + encode(house);
    return read(
        "/availability",
        "/availability?" + stay.query() + filter,
        reply -> Wire.offers(reply.body()));
  }

  /** Empty when there is no such booking. */
  public Optional<Booking> booking(UUID id) throws BackendAway {
    return read(
        "/bookings/{id}",
        "/bookings/" + id,
        reply ->
            reply.status() == 404 ? Optional.empty() : Optional.of(Wire.booking(reply.body())));
  }

  /** Empty when code and email do not belong together. */
  public Optional<Booking> find(String code, String email) throws BackendAway {
    return read(
        "/bookings",
        "/bookings?code=" + encode(code) + "&email=" + encode(email),
        reply -> Wire.bookings(reply.body()).stream().findFirst());
  }

  /** Books; the room is then held until it is paid, for a while. */
  public WriteResult book(String room, Stay stay, Guest guest, String key) throws BackendAway {
    var body =
        Wire.object()
            .put("room", room)
            .put("from", stay.from().toString())
            .put("to", stay.to().toString())
            .put("guests", stay.guests());
    body.putObject("guest").put("name", guest.name()).put("email", guest.email());
    return write("/bookings", "/bookings", body, key);
  }

  /** Pays; the booking's own states say what came of it. */
  public WriteResult pay(UUID id, String card, String key) throws BackendAway {
    return write(
        "/bookings/{id}/payment",
        "/bookings/" + id + "/payment",
        Wire.object().put("card", card),
        key);
  }

  /** Cancels, and refunds what was paid. */
  public WriteResult cancel(UUID id, String key) throws BackendAway {
    return write(
        "/bookings/{id}/cancellation", "/bookings/" + id + "/cancellation", Wire.object(), key);
  }

  /** Makes facts of an answer. */
  private interface Reading<T> {
    T of(Reply reply) throws IOException;
  }

  private <T> T read(String route, String path, Reading<T> reading) throws BackendAway {
    return call(reads, BackendHttp.Call.get(route, path), reading);
  }

  private WriteResult write(String route, String path, JsonNode body, String key)
      throws BackendAway {
    return call(writes, BackendHttp.Call.post(route, path, body, key), BookingBackend::result);
  }

  private <T> T call(Shield shield, BackendHttp.Call call, Reading<T> reading) throws BackendAway {
    try {
      Reply reply = shield.call(attempt -> http.send(call, attempt.remaining()));
      if (reply.failed()) {
        throw new IOException("status " + reply.status() + ": " + reply.error());
      }
      return reading.of(reply);
    } catch (IOException | CallRejected | CallTimedOut e) {
      throw new BackendAway(call + " not answered", e);
    }
  }

  private static WriteResult result(Reply reply) throws IOException {
    return switch (reply.status()) {
      case 200, 201, 202, 402 -> new WriteResult.Accepted(Wire.booking(reply.body()));
      case 409 ->
          reply.body().path("code").asText("").equals("ROOM_TAKEN")
              ? new WriteResult.RoomTaken()
              : new WriteResult.NotAllowed(reply.error());
      case 404 -> new WriteResult.NotAllowed(reply.error());
      case 422 -> new WriteResult.KeyReused();
      default -> new WriteResult.Refused(reply.error());
    };
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
