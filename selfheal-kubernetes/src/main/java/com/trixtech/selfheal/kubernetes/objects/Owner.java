package com.trixtech.selfheal.kubernetes.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells whether another controller keeps an object as it wants it: what is changed by hand there is
 * changed back within seconds, so the healer does not begin that fight and calls a person instead.
 */
public final class Owner {
  private static final Map<String, String> ANNOTATIONS =
      Map.of(
          "argocd.argoproj.io/tracking-id", "Argo CD",
          "argocd.argoproj.io/installation-id", "Argo CD",
          "meta.helm.sh/release-name", "Helm");
  private static final Map<String, String> LABELS =
      Map.of(
          "argocd.argoproj.io/instance", "Argo CD",
          "kustomize.toolkit.fluxcd.io/name", "Flux",
          "helm.toolkit.fluxcd.io/name", "Flux");

  /** Field managers, for objects whose marks somebody has configured away. */
  private static final Map<String, String> MANAGERS =
      Map.of(
          "argocd-controller", "Argo CD",
          "argocd-application-controller", "Argo CD",
          "kustomize-controller", "Flux",
          "helm-controller", "Flux");

  private Owner() {}

  /** Its name for people; empty where nobody else owns the object. */
  public static Optional<String> of(HasMetadata object) {
    return marked(LABELS, Marks.labels(object))
        .or(() -> marked(ANNOTATIONS, Marks.annotations(object)))
        .or(() -> manager(object))
        .or(() -> controller(object));
  }

  private static Optional<String> marked(Map<String, String> names, Map<String, String> present) {
    return names.keySet().stream()
        .filter(present::containsKey)
        .sorted()
        .map(names::get)
        .map(Objects::requireNonNull)
        .findFirst();
  }

  private static Optional<String> manager(HasMetadata object) {
    List<ManagedFieldsEntry> fields =
        Objects.requireNonNullElse(object.getMetadata().getManagedFields(), List.of());
    return fields.stream()
        .map(field -> MANAGERS.get(Objects.requireNonNullElse(field.getManager(), "")))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static Optional<String> controller(HasMetadata object) {
    return controllerOf(object).map(o -> o.getKind() + "/" + o.getName());
  }

  /** The one owner reference that is a controller's. */
  public static Optional<OwnerReference> controllerOf(HasMetadata object) {
    List<OwnerReference> owners =
        Objects.requireNonNullElse(object.getMetadata().getOwnerReferences(), List.of());
    return owners.stream().filter(o -> Boolean.TRUE.equals(o.getController())).findFirst();
  }

  /** Whether that controller is the object with this uid. */
  public static boolean controls(String uid, HasMetadata object) {
    return controllerOf(object).filter(o -> o.getUid().equals(uid)).isPresent();
  }
}
