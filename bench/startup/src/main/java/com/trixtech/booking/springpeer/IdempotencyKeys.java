package com.trixtech.booking.springpeer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The first answer to each key, stored in the transaction of its effect. */
@Component
class IdempotencyKeys {
  private final JdbcClient database;
  private final JsonMapper json;

  IdempotencyKeys(JdbcClient database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  private record Stored(String requestHash, int status, String answer) {}

  /** The answer that the key has, or the present one, which it has from now on. */
  ResponseEntity<String> once(String key, String meaning, Supplier<ResponseEntity<?>> work) {
    return claim(key, meaning).orElseGet(() -> store(key, work.get()));
  }

  /** Empty: ours. */
  Optional<ResponseEntity<String>> claim(String key, String meaning) {
    int ours =
        database
            .sql(
                "INSERT INTO idempotency_key (key, request_hash) VALUES (?, ?)"
                    + " ON CONFLICT DO NOTHING")
            .params(key, hash(meaning))
            .update();
    if (ours == 1) {
      return Optional.empty();
    }
    Stored stored =
        database
            .sql(
                "SELECT request_hash, coalesce(status, 202) AS status,"
                    + " coalesce(answer, '{}') AS answer FROM idempotency_key WHERE key = ?")
            .param(key)
            .query(Stored.class)
            .single();
    if (!stored.requestHash().equals(hash(meaning))) {
      throw new ApiProblem(422, "Idempotency-Key: used before (expected: the same content)");
    }
    return Optional.of(answer(stored.status(), stored.answer()));
  }

  ResponseEntity<String> store(String key, ResponseEntity<?> answer) {
    String body = json.writeValueAsString(answer.getBody());
    int status = answer.getStatusCode().value();
    database
        .sql("UPDATE idempotency_key SET status = ?, answer = ? WHERE key = ?")
        .params(status, body, key)
        .update();
    return answer(status, body);
  }

  private static ResponseEntity<String> answer(int status, String body) {
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON).body(body);
  }

  private static String hash(String meaning) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(meaning.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
