package com.trixtech.booking.frontend.web;

import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The style, the script and the icon, read once. Thread-safe.
 *
 * <p>An address names the content by a hash, and may be kept for ever. While two releases run side
 * by side, a page of one may ask the other for its style: it gets what is there, not kept.
 */
public final class Assets {
  private static final Map<String, String> TYPES =
      Map.of(
          "site.css", "text/css; charset=utf-8",
          "site.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private record Asset(String hash, Answer page) {}

  private final Map<String, Asset> assets = new LinkedHashMap<>();

  public Assets() {
    TYPES.forEach((name, type) -> assets.put(name, read(name, type)));
  }

  /** Where a page finds an asset. */
  public String address(String name) {
    Asset asset = assets.get(name);
    if (asset == null) {
      throw new IllegalArgumentException("asset: " + name + " (expected: " + TYPES.keySet() + ")");
    }
    return "/assets/" + name + "?v=" + asset.hash();
  }

  /** Answers {@code /assets/{name}}. */
  public Answer get(ServerRequest request) {
    return get(request.path().pathParameters().get("name"), request.query().first("v").orElse(""));
  }

  /** The icon, where browsers look for one unasked. */
  public Answer icon(ServerRequest request) {
    return get("icon.svg", "");
  }

  private Answer get(String name, String hash) {
    Asset asset = assets.get(name);
    if (asset == null) {
      return Answer.text(404, "text/plain; charset=utf-8", "Not found.");
    }
    return asset
        .page()
        .with(
            "Cache-Control",
            asset.hash().equals(hash) ? "public, max-age=31536000, immutable" : "no-cache");
  }

  private static Asset read(String name, String type) {
    try (InputStream stream = Assets.class.getResourceAsStream("/assets/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("/assets/" + name + ": missing (expected: in the jar)");
      }
      byte[] content = stream.readAllBytes();
      String hash =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
              .substring(0, 12);
      return new Asset(hash, Answer.text(200, type, new String(content, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: in every Java)", e);
    }
  }
}
