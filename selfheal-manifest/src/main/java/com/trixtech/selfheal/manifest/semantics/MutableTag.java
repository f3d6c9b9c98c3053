package com.trixtech.selfheal.manifest.semantics;

import java.util.Locale;
import java.util.Set;

/**
 * Whether an image's name may mean another image tomorrow. Rolling back to such a name changes
 * nothing (A-10). A digest never moves; version numbers are taken at their word. Stateless.
 */
public final class MutableTag {
  private static final Set<String> MOVING =
      Set.of(
          "latest",
          "main",
          "master",
          "trunk",
          "develop",
          "development",
          "dev",
          "edge",
          "nightly",
          "snapshot",
          "canary",
          "next",
          "stable",
          "current",
          "rolling",
          "lts",
          "release",
          "prod",
          "production",
          "staging",
          "test");

  private MutableTag() {}

  /**
   * True for no tag, for {@code latest} and its like, and for {@code …-SNAPSHOT} and {@code
   * …-latest}.
   */
  public static boolean isMutable(String image) {
    if (image.contains("@")) {
      return false;
    }
    // The colon of a registry's port stands before the last slash; a tag's colon after it.
    int colon = image.indexOf(':', image.lastIndexOf('/') + 1);
    String tag = colon < 0 ? "latest" : image.substring(colon + 1).toLowerCase(Locale.ROOT);
    return MOVING.contains(tag) || tag.endsWith("-snapshot") || tag.endsWith("-latest");
  }
}
