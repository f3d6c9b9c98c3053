package com.trixtech.selfheal.manifest.semantics;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The state of all ConfigMaps and Secrets that a pod template refers to. A revision was proven good
 * together with its configuration, so a rollback is refused when this hash is no longer the one
 * that was recorded. Stateless.
 */
public final class ConfigHash {
  private ConfigHash() {}

  /**
   * 16 hexadecimal digits; a referenced object that does not exist counts as a state of its own.
   */
  public static String of(PodTemplateSpec template, ConfigSource config) {
    Map<String, Object> state = new TreeMap<>();
    for (ConfigReference reference : ConfigReference.in(template.getSpec())) {
      String key = reference.kind() + "/" + reference.name();
      state.computeIfAbsent(
          key,
          _ ->
              switch (reference.kind()) {
                case ConfigMap ->
                    config
                        .configMap(reference.name())
                        .<Object>map(m ->
                            Map.of(
                                "data",
                                ConfigSource.entries(m),
                                "binary",
                                Objects.requireNonNullElse(m.getBinaryData(), Map.of())))
                        .orElse("absent");
                case Secret ->
                    config
                        .secret(reference.name())
                        .<Object>map(ConfigSource::entries)
                        .orElse("absent");
              });
    }
    return StableHash.of(state);
  }
}
