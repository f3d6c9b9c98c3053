package com.trixtech.booking.backend.idempotency;

import com.trixtech.booking.backend.http.Input;
import com.trixtech.booking.backend.http.InvalidRequest;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The caller's key, and a hash of what it is asked for. Immutable.
 *
 * @param hash equal for requests that mean the same, however their JSON is spaced or ordered
 */
public record IdempotencyKey(String value, String hash) {
  private static final HeaderName HEADER = HeaderNames.create("Idempotency-Key");
  private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7E]{1,128}");
  private static final String EXPECTED = "1 to 128 printable ASCII characters, no space";

  /**
   * @param meaning operation and content; must not hold line breaks, nor secrets, which can be
   *     guessed from a hash
   */
  public static IdempotencyKey of(ServerRequest request, String... meaning) throws InvalidRequest {
    String value =
        request
            .headers()
            .first(HEADER)
            .orElseThrow(() -> new InvalidRequest("Idempotency-Key", "missing", EXPECTED));
    Input.matching("Idempotency-Key", value, VALUE, EXPECTED);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", meaning).getBytes(StandardCharsets.UTF_8));
      return new IdempotencyKey(value, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
