package com.trixtech.booking.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.trixtech.booking.load.LedgerCheck.Row;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads all bookings of some resources, cancelled ones included, from the service or from the
 * database.
 */
final class StoredBookings {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StoredBookings() {}

  static List<Row> overHttp(URI service, List<String> resources)
      throws IOException, InterruptedException {
    var rows = new ArrayList<Row>();
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (String resource : resources) {
        long after = 0;
        JsonNode next;
        do {
          var uri =
              URI.create(service + "/bookings?limit=1000&resource=" + resource + "&after=" + after);
          var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
          var response = client.send(request, BodyHandlers.ofByteArray());
          if (response.statusCode() != 200) {
            // No data is not proof: the caller must not take this for an empty page.
            throw new IOException(
                "status: " + response.statusCode() + " (expected: 200) from " + uri);
          }
          JsonNode page = JSON.readTree(response.body());
          page.path("bookings").forEach(booking -> rows.add(row(booking)));
          next = page.path("next");
          after = next.asLong();
        } while (next.isNumber());
      }
    }
    return rows;
  }

  private static Row row(JsonNode booking) {
    return new Row(
        booking.path("id").asText(),
        booking.path("resource").asText(),
        Instant.parse(booking.path("from").asText()),
        Instant.parse(booking.path("to").asText()),
        Optional.ofNullable(booking.path("idempotencyKey").textValue()),
        booking.path("cancelledAt").isTextual());
  }

  static List<Row> overJdbc(String url, String user, String password, List<String> resources)
      throws SQLException {
    var rows = new ArrayList<Row>();
    try (var connection = DriverManager.getConnection(url, user, password);
        var query =
            connection.prepareStatement(
                "SELECT id, resource, lower(slot), upper(slot), idempotency_key, cancelled_at IS NOT NULL FROM booking"
                    + " WHERE resource = ANY (?) ORDER BY seq")) {
      query.setArray(1, connection.createArrayOf("text", resources.toArray()));
      try (var found = query.executeQuery()) {
        while (found.next()) {
          rows.add(
              new Row(
                  found.getString(1),
                  found.getString(2),
                  found.getObject(3, OffsetDateTime.class).toInstant(),
                  found.getObject(4, OffsetDateTime.class).toInstant(),
                  Optional.ofNullable(found.getString(5)),
                  found.getBoolean(6)));
        }
      }
    }
    return rows;
  }
}
