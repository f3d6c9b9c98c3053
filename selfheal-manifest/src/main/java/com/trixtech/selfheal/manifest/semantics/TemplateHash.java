package com.trixtech.selfheal.manifest.semantics;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/**
 * The identity of a revision: equal for equal pod templates, whatever the order of their keys.
 * Stateless.
 */
public final class TemplateHash {
  private TemplateHash() {}

  /** 16 hexadecimal digits. */
  public static String of(PodTemplateSpec template) {
    return StableHash.of(template);
  }
}
