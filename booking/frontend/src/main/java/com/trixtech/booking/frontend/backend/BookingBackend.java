package com.trixtech.booking.frontend.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.frontend.stay.Booking;
import com.trixtech.booking.frontend.stay.Guest;
import com.trixtech.booking.frontend.stay.Offer;
import com.trixtech.booking.frontend.stay.Room;
import com.trixtech.booking.frontend.stay.Stay;
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

  public BookingBackend(URI backend) {
    http = new BackendHttp(backend);
  }

  /** All rooms, whether free or not. */
  public List<Room> rooms() throws BackendAway {
    return read("/rooms", Wire::rooms);
  }

  /**
   * The rooms that are free for the whole stay, cheapest first.
   *
   * @param house empty for all houses
   */
  public List<Offer> availability(Stay stay, String house) throws BackendAway {
    String filter = house.isEmpty() ? "" : "&house=" + encode(house);
    return read("/availability?" + stay.query() + filter, Wire::offers);
  }

  /** Empty when there is no such booking. */
  public Optional<Booking> booking(UUID id) throws BackendAway {
    return read(
        "/bookings/" + id,
        body -> body.has("id") ? Optional.of(Wire.booking(body)) : Optional.empty());
  }

  /** Empty when code and email do not belong together. */
  public Optional<Booking> find(String code, String email) throws BackendAway {
    return read(
        "/bookings?code=" + encode(code) + "&email=" + encode(email),
        body -> Wire.bookings(body).stream().findFirst());
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
    return write("/bookings", body, key);
  }

  /** Pays; the booking's own states say what came of it. */
  public WriteResult pay(UUID id, String card, String key) throws BackendAway {
    return write("/bookings/" + id + "/payment", Wire.object().put("card", card), key);
  }

  /** Cancels, and refunds what was paid. */
  public WriteResult cancel(UUID id, String key) throws BackendAway {
    return write("/bookings/" + id + "/cancellation", Wire.object(), key);
  }

  /** Makes facts of a document. */
  private interface Reading<T> {
    T of(JsonNode body) throws IOException;
  }

  private <T> T read(String path, Reading<T> reading) throws BackendAway {
    try {
      Reply reply = http.send(BackendHttp.Call.get(path), Duration.ofSeconds(2));
      if (reply.failed()) {
        throw new IOException("status " + reply.status() + ": " + reply.error());
      }
      return reading.of(reply.body());
    } catch (IOException e) {
      throw new BackendAway("GET " + path + " not answered", e);
    }
  }

  private WriteResult write(String path, JsonNode body, String key) throws BackendAway {
    try {
      Reply reply = http.send(BackendHttp.Call.post(path, body, key), Duration.ofSeconds(6));
      if (reply.failed()) {
        throw new IOException("status " + reply.status() + ": " + reply.error());
      }
      return result(reply);
    } catch (IOException e) {
      throw new BackendAway("POST " + path + " not answered", e);
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
