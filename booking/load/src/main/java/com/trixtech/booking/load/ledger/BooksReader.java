package com.trixtech.booking.load.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.trixtech.booking.load.history.Money;
import com.trixtech.booking.load.ledger.StoredBooking.PaymentState;
import com.trixtech.booking.load.ledger.StoredBooking.State;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads both books whole, page by page. For one thread.
 *
 * <p>A page that is not as the contract says is an {@link IOException}: it must not be taken for an
 * empty one.
 */
public final class BooksReader implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 1000;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI backend;
  private final URI gateway;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  /**
   * @param backend such as {@code http://127.0.0.1:3000}
   * @param gateway such as {@code http://127.0.0.1:3100}
   */
  public BooksReader(URI backend, URI gateway) {
    this.backend = backend;
    this.gateway = gateway;
  }

  /** The bookings first: a charge follows its booking. */
  public Books read() throws IOException, InterruptedException {
    List<StoredBooking> bookings = new ArrayList<>();
    pages(backend, "/bookings", "bookings", node -> bookings.add(booking(node)));
    List<ProviderEntry> entries = new ArrayList<>();
    pages(
        gateway,
        "/ledger",
        "entries",
        node -> {
          if (!text(node, "kind").equals("Cancel")) {
            entries.add(entry(node));
          }
        });
    return new Books(bookings, entries);
  }

  private void pages(URI service, String path, String list, Consumer<JsonNode> each)
      throws IOException, InterruptedException {
    long after = 0;
    while (true) {
      URI uri = URI.create(service + path + "?after=" + after + "&limit=" + PAGE);
      var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
      var response = client.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException("status: " + response.statusCode() + " (expected: 200) from " + uri);
      }
      JsonNode page = JSON.readTree(response.body());
      JsonNode found = page.path(list);
      if (!found.isArray()) {
        throw new IOException(list + ": not there (expected: a list) from " + uri);
      }
      try {
        found.forEach(each);
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new IOException(e.getMessage() + " from " + uri, e);
      }
      // No next, or no progress: the last page.
      if (found.isEmpty() || !page.path("next").isNumber() || page.path("next").asLong() <= after) {
        return;
      }
      after = page.path("next").asLong();
    }
  }

  private static StoredBooking booking(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.path("paymentKeys").forEach(key -> keys.add(key.asText()));
    return new StoredBooking(
        node.path("seq").asLong(),
        text(node, "id"),
        text(node, "room"),
        LocalDate.parse(text(node, "from")),
        LocalDate.parse(text(node, "to")),
        text(node.path("guest"), "email"),
        money(node.path("price")),
        word(State.class, "state", text(node, "state")),
        word(PaymentState.class, "payment.state", text(node.path("payment"), "state")),
        keys);
  }

  private static ProviderEntry entry(JsonNode node) {
    return new ProviderEntry(
        node.path("seq").asLong(),
        word(ProviderEntry.Kind.class, "kind", text(node, "kind")),
        text(node, "key"),
        node.path("charge").textValue(),
        node.path("reference").asText(""),
        money(node.path("amount")));
  }

  private static Money money(JsonNode node) {
    if (!node.path("minor").isIntegralNumber()) {
      throw new IllegalArgumentException("amount: " + node + " (expected: minor, a whole number)");
    }
    return new Money(text(node, "currency"), node.path("minor").asLong());
  }

  private static String text(JsonNode node, String field) {
    String text = node.path(field).textValue();
    if (text == null) {
      throw new IllegalArgumentException(field + ": not there (expected: text) in " + node);
    }
    return text;
  }

  /** {@code PendingPayment} is PENDING_PAYMENT. */
  private static <E extends Enum<E>> E word(Class<E> type, String field, String word) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().replace("_", "").equalsIgnoreCase(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "%s: %s (expected: one of %s)".formatted(field, word, List.of(type.getEnumConstants())));
  }

  @Override
  public void close() {
    client.close();
  }
}
