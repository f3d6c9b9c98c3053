package com.trixtech.selfheal.manifest.semantics;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environment of one container of one instance, in the kubelet's order:
 *
 * <ol>
 *   <li>envFrom in its order, a later source over an earlier one;
 *   <li>env in its order over envFrom; a value's {@code $(VAR)} sees what stands before it, then
 *       the Service variables;
 *   <li>the Service variables, for names that are still free.
 * </ol>
 *
 * <p>An optional reference that is not there sets nothing. A required one throws {@link
 * IllegalArgumentException}; the reader refuses it beforehand.
 */
public final class EnvResolver {
  private final ConfigSource config;

  /** Resolves against the ConfigMaps and Secrets of the instance's namespace. */
  public EnvResolver(ConfigSource config) {
    this.config = config;
  }

  /** Every variable of the container, in the order in which it was set. */
  public Map<String, String> resolve(
      Container container, InstanceContext instance, Map<String, String> serviceVariables) {
    Map<String, String> services = new HashMap<>(serviceVariables);
    Map<String, String> result = new LinkedHashMap<>();
    container.getEnvFrom().forEach(source -> addAll(source, result));
    for (EnvVar variable : container.getEnv()) {
      // As the kubelet does: a declared name hides the Service variable of that name, in its own
      // value too.
      services.remove(variable.getName());
      String text = Objects.requireNonNullElse(variable.getValue(), "");
      if (!text.isEmpty() || variable.getValueFrom() == null) {
        Map<String, String> visible = new HashMap<>(services);
        visible.putAll(result);
        result.put(variable.getName(), Expansion.expand(text, visible));
      } else {
        valueFrom(variable, variable.getValueFrom(), instance)
            .ifPresent(value -> result.put(variable.getName(), value));
      }
    }
    services.forEach(result::putIfAbsent);
    return result;
  }

  private void addAll(EnvFromSource source, Map<String, String> result) {
    String prefix = Objects.requireNonNullElse(source.getPrefix(), "");
    Optional<Map<String, String>> entries = Optional.empty();
    if (source.getConfigMapRef() != null) {
      var ref = source.getConfigMapRef();
      entries =
          required(
              config.configMap(ref.getName()).map(ConfigSource::entries),
              ref.getOptional(),
              "ConfigMap " + ref.getName());
    } else if (source.getSecretRef() != null) {
      var ref = source.getSecretRef();
      entries =
          required(
              config.secret(ref.getName()).map(ConfigSource::entries),
              ref.getOptional(),
              "Secret " + ref.getName());
    }
    entries.ifPresent(map -> map.forEach((key, value) -> result.put(prefix + key, value)));
  }

  private Optional<String> valueFrom(
      EnvVar variable, EnvVarSource source, InstanceContext instance) {
    if (source.getFieldRef() != null) {
      return Optional.of(instance.field(source.getFieldRef().getFieldPath()));
    }
    if (source.getConfigMapKeyRef() != null) {
      var ref = source.getConfigMapKeyRef();
      var value =
          config
              .configMap(ref.getName())
              .map(ConfigSource::entries)
              .map(entries -> entries.get(ref.getKey()));
      return required(
          value, ref.getOptional(), "key " + ref.getKey() + " of ConfigMap " + ref.getName());
    }
    if (source.getSecretKeyRef() != null) {
      var ref = source.getSecretKeyRef();
      var value =
          config
              .secret(ref.getName())
              .map(ConfigSource::entries)
              .map(entries -> entries.get(ref.getKey()));
      return required(
          value, ref.getOptional(), "key " + ref.getKey() + " of Secret " + ref.getName());
    }
    throw new IllegalArgumentException(
        "env "
            + variable.getName()
            + ": valueFrom (expected: one of fieldRef, configMapKeyRef, secretKeyRef)");
  }

  private static <T> Optional<T> required(
      Optional<T> found, @Nullable Boolean optional, String what) {
    if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
      throw new IllegalArgumentException(
          what + ": missing (expected: it to exist, or the reference to say optional: true)");
    }
    return found;
  }
}
