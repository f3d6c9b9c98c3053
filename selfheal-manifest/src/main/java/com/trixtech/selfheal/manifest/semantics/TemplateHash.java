package com.trixtech.selfheal.manifest.semantics;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;

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

  /**
   * 16 hexadecimal digits that also change with what stands for the template's image.
   *
   * @param image lists, maps, texts and numbers
   */
  public static String of(PodTemplateSpec template, List<?> image) {
    return StableHash.of(List.of(template, image));
  }
}
