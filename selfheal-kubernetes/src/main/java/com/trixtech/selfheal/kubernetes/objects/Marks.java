package com.trixtech.selfheal.kubernetes.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the healer writes on objects that are not its own, and what people write on policies: names,
 * and how they are read. Stateless.
 */
public final class Marks {
  /** The key of the last act on this object; written in one step with the act itself. */
  public static final String LAST_ACT = "selfheal.trixtech.com/last-act";

  /** The undo record of a hold, as JSON; see {@link Hold}. */
  public static final String HOLD = "selfheal.trixtech.com/hold";

  /** On trimmed copies in memory only: the fingerprint of the template that was cut away. */
  public static final String TEMPLATE = "selfheal.trixtech.com/template";

  /** The label by which a Deployment's pods and ReplicaSets tell their revision. */
  public static final String TEMPLATE_HASH = "pod-template-hash";

  /** The label by which a StatefulSet's pods tell their revision. */
  public static final String REVISION_HASH = "controller-revision-hash";

  /** The Deployment controller's counter on a ReplicaSet. */
  public static final String REVISION = "deployment.kubernetes.io/revision";

  private static final int LONGEST_NAME = 253;

  private Marks() {}

  /** An annotation, where it is there. */
  public static Optional<String> annotation(HasMetadata object, String name) {
    return Optional.ofNullable(annotations(object).get(name));
  }

  /**
   * Who set an annotation, as the one beside it says; in words where nothing says it. Never longer
   * than a user's name may be, since it is written into the journal.
   *
   * @param by the annotation that names them
   */
  public static String author(HasMetadata object, String by) {
    return annotation(object, by)
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(name -> name.substring(0, Math.min(LONGEST_NAME, name.length())))
        .orElseGet(() ->
            "whoever annotated %s %s".formatted(object.getKind(), object.getMetadata().getName()));
  }

  /** The annotations; none is an empty map. */
  public static Map<String, String> annotations(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
  }

  /** The labels; none is an empty map. */
  public static Map<String, String> labels(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
  }

  /** A label's value, or an empty text. */
  public static String label(HasMetadata object, String name) {
    return labels(object).getOrDefault(name, "");
  }
}
