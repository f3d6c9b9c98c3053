package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.local.state.StateDirectory;
import com.trixtech.selfheal.manifest.semantics.ConfigSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Volumes as directories. A process has no mounts, so a text that begins with a mount path is
 * rewritten to begin with the directory, and {@code SELFHEAL_VOLUME_<NAME>} says where it is.
 * Immutable after {@link #prepare}.
 */
final class Volumes {
  private final Map<String, Path> byMountPath;
  private final Map<String, Path> byName;

  private Volumes(Map<String, Path> byMountPath, Map<String, Path> byName) {
    this.byMountPath = byMountPath;
    this.byName = byName;
  }

  /**
   * Creates the directories of one instance and writes its configuration files.
   *
   * @param claims names of the StatefulSet's volumeClaimTemplates, which outlive the instance
   */
  static Volumes prepare(
      PodSpec pod,
      Container container,
      String podName,
      List<String> claims,
      ConfigSource config,
      Path claimsDirectory,
      Path podDirectory) {
    Map<String, Path> byName = new LinkedHashMap<>();
    try {
      for (String claim : claims) {
        byName.put(claim, create(claimsDirectory.resolve(claim + "-" + podName)));
      }
      for (Volume volume : pod.getVolumes()) {
        byName.putIfAbsent(
            volume.getName(), directory(volume, config, claimsDirectory, podDirectory));
      }
    } catch (IOException e) {
      throw new LocalException(
          "volumes: of %s cannot be written: %s (expected: a writable directory with free space)"
              .formatted(podName, e),
          e);
    }
    // The longest first, so that /data/wal wins over /data.
    Map<String, Path> byMountPath =
        new TreeMap<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(String::compareTo));
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path directory = byName.get(mount.getName());
      if (directory == null) {
        throw new LocalException(
            "volumeMounts: %s (expected: one of the pod's volumes %s) in %s"
                .formatted(mount.getName(), byName.keySet(), podName));
      }
      String path = mount.getMountPath();
      byMountPath.put(
          path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
          mount.getSubPath() == null ? directory : directory.resolve(mount.getSubPath()));
    }
    return new Volumes(byMountPath, byName);
  }

  /** The text, with a mount path at its beginning replaced by its directory. */
  String rewrite(String text) {
    for (var mount : byMountPath.entrySet()) {
      String path = mount.getKey();
      if (text.equals(path) || text.startsWith(path + "/")) {
        return mount.getValue() + text.substring(path.length());
      }
    }
    return text;
  }

  /** {@code SELFHEAL_VOLUME_<NAME>} for each volume. */
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    byName.forEach((name, directory) ->
        variables.put(
            "SELFHEAL_VOLUME_" + name.toUpperCase(Locale.ROOT).replace('-', '_'),
            directory.toString()));
    return variables;
  }

  private static Path directory(
      Volume volume, ConfigSource config, Path claimsDirectory, Path podDirectory)
      throws IOException {
    Path own = podDirectory.resolve("volumes").resolve(volume.getName());
    if (volume.getEmptyDir() != null) {
      return create(own);
    }
    if (volume.getPersistentVolumeClaim() != null) {
      return create(claimsDirectory.resolve(volume.getPersistentVolumeClaim().getClaimName()));
    }
    if (volume.getHostPath() != null) {
      return Path.of(volume.getHostPath().getPath());
    }
    if (volume.getConfigMap() != null) {
      var source = volume.getConfigMap();
      return files(
          own,
          config.configMap(source.getName()).map(ConfigSource::entries),
          source.getItems(),
          source.getOptional(),
          "ConfigMap " + source.getName());
    }
    if (volume.getSecret() != null) {
      var source = volume.getSecret();
      return files(
          own,
          config.secret(source.getSecretName()).map(ConfigSource::entries),
          source.getItems(),
          source.getOptional(),
          "Secret " + source.getSecretName());
    }
    throw new LocalException(
        "volume: %s is of a kind that the local runtime does not have (expected: emptyDir, configMap, secret, persistentVolumeClaim or hostPath)"
            .formatted(volume.getName()));
  }

  private static Path files(
      Path directory,
      Optional<Map<String, String>> entries,
      @Nullable List<KeyToPath> items,
      @Nullable Boolean optional,
      String what)
      throws IOException {
    if (entries.isEmpty() && !Boolean.TRUE.equals(optional)) {
      throw new LocalException(
          what + ": missing (expected: it to exist, or the volume to say optional: true)");
    }
    create(directory);
    Map<String, String> all = entries.orElse(Map.of());
    Map<String, String> wanted = new LinkedHashMap<>();
    if (items == null || items.isEmpty()) {
      all.keySet().forEach(key -> wanted.put(key, key));
    } else {
      items.forEach(item -> wanted.put(item.getKey(), item.getPath()));
    }
    for (var file : wanted.entrySet()) {
      Path path = directory.resolve(file.getValue()).normalize();
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, Objects.requireNonNullElse(all.get(file.getKey()), ""));
    }
    return directory;
  }

  private static Path create(Path directory) throws IOException {
    StateDirectory.createPrivate(directory);
    return directory;
  }
}
