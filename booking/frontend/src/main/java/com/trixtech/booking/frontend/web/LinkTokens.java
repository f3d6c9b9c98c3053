package com.trixtech.booking.frontend.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the address of a booking unguessable: a token that only who has the secret can make for its
 * id. All replicas need the same secret, or a guest's link works on some of them only. Thread-safe.
 */
public final class LinkTokens {
  private static final String ALGORITHM = "HmacSHA256";

  /** 128 bits: nobody guesses that, and a link stays short. */
  private static final int BYTES = 16;

  private final SecretKeySpec secret;

  public LinkTokens(byte[] secret) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /** A secret that nobody knows, and that ends with the process. */
  public static byte[] random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** 22 characters, safe in a URL. */
  public String of(UUID booking) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      byte[] digest = mac.doFinal(("booking:" + booking).getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + ": missing (expected: in every Java)", e);
    }
  }

  /** Takes the same time for every wrong token. */
  public boolean fits(UUID booking, String token) {
    return MessageDigest.isEqual(
        of(booking).getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8));
  }
}
