package com.trixtech.selfheal.manifest.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;

/**
 * How a component is called in YAML: by its own name, but where Java does not allow that name
 * ({@code notify}). Stateless.
 */
public final class FieldName {
  private FieldName() {}

  /** The key. */
  public static String of(RecordComponent component) {
    JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named == null ? component.getName() : named.value();
  }
}
