package com.trixtech.selfheal.manifest.semantics;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One place where a pod template takes something from a ConfigMap or a Secret. Immutable.
 *
 * @param key the single entry that is taken, or null for the whole object
 * @param path where in the pod spec the reference stands, such as {@code containers[0].env[2]}
 */
public record ConfigReference(
    Kind kind, String name, @Nullable String key, boolean optional, String path) {
  /** What is referred to. */
  public enum Kind {
    ConfigMap,
    Secret
  }

  /** Every reference of a pod spec: env, envFrom, volumes (projected ones too). */
  public static List<ConfigReference> in(PodSpec pod) {
    List<ConfigReference> all = new ArrayList<>();
    addContainers(pod.getInitContainers(), "initContainers", all);
    addContainers(pod.getContainers(), "containers", all);
    forEach(
        pod.getVolumes(),
        "volumes",
        (volume, at) -> {
          if (volume.getConfigMap() != null) {
            add(
                all,
                Kind.ConfigMap,
                volume.getConfigMap().getName(),
                null,
                volume.getConfigMap().getOptional(),
                at);
          }
          if (volume.getSecret() != null) {
            add(
                all,
                Kind.Secret,
                volume.getSecret().getSecretName(),
                null,
                volume.getSecret().getOptional(),
                at);
          }
          if (volume.getProjected() != null) {
            forEach(
                volume.getProjected().getSources(),
                at + ".projected.sources",
                (source, inner) -> {
                  if (source.getConfigMap() != null) {
                    add(
                        all,
                        Kind.ConfigMap,
                        source.getConfigMap().getName(),
                        null,
                        source.getConfigMap().getOptional(),
                        inner);
                  }
                  if (source.getSecret() != null) {
                    add(
                        all,
                        Kind.Secret,
                        source.getSecret().getName(),
                        null,
                        source.getSecret().getOptional(),
                        inner);
                  }
                });
          }
        });
    return List.copyOf(all);
  }

  private static void addContainers(
      List<Container> containers, String field, List<ConfigReference> all) {
    forEach(
        containers,
        field,
        (container, at) -> {
          forEach(
              container.getEnvFrom(),
              at + ".envFrom",
              (source, inner) -> {
                if (source.getConfigMapRef() != null) {
                  add(
                      all,
                      Kind.ConfigMap,
                      source.getConfigMapRef().getName(),
                      null,
                      source.getConfigMapRef().getOptional(),
                      inner);
                }
                if (source.getSecretRef() != null) {
                  add(
                      all,
                      Kind.Secret,
                      source.getSecretRef().getName(),
                      null,
                      source.getSecretRef().getOptional(),
                      inner);
                }
              });
          forEach(
              container.getEnv(),
              at + ".env",
              (variable, inner) -> {
                var from = variable.getValueFrom();
                if (from != null && from.getConfigMapKeyRef() != null) {
                  var ref = from.getConfigMapKeyRef();
                  add(all, Kind.ConfigMap, ref.getName(), ref.getKey(), ref.getOptional(), inner);
                }
                if (from != null && from.getSecretKeyRef() != null) {
                  var ref = from.getSecretKeyRef();
                  add(all, Kind.Secret, ref.getName(), ref.getKey(), ref.getOptional(), inner);
                }
              });
        });
  }

  private static void add(
      List<ConfigReference> all,
      Kind kind,
      @Nullable String name,
      @Nullable String key,
      @Nullable Boolean optional,
      String at) {
    all.add(
        new ConfigReference(
            kind, Objects.requireNonNullElse(name, ""), key, Boolean.TRUE.equals(optional), at));
  }

  private interface At<T> {
    void accept(T item, String path);
  }

  private static <T> void forEach(@Nullable List<T> items, String path, At<T> then) {
    Stream.ofNullable(items)
        .flatMapToInt(list -> IntStream.range(0, list.size()))
        .forEach(i -> then.accept(Objects.requireNonNull(items).get(i), path + "[" + i + "]"));
  }
}
