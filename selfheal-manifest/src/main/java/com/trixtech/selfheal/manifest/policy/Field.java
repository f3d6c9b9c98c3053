package com.trixtech.selfheal.manifest.policy;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What one field of a HealPolicy means. A component without a default is required, unless it is
 * {@code @Nullable}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {
  /** The meaning, one or two sentences, for the reader of a policy. */
  String value();

  /** The default as YAML; {@code {}} is an object made of its own fields' defaults. */
  String byDefault() default "";

  /** How a percentage becomes a count. */
  String rounding() default "";

  /** The smallest number allowed. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The largest number allowed. */
  double max() default Double.POSITIVE_INFINITY;
}
