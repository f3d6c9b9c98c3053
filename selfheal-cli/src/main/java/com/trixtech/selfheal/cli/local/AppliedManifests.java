package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.manifest.ManifestReader;
import com.trixtech.selfheal.manifest.Manifests;
import com.trixtech.selfheal.manifest.Sourced;
import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.server.api.ApplyReport.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A copy of the manifests that were applied last: what a healer that takes over heals by, also
 * where the directory they came from has been edited since.
 */
final class AppliedManifests {
  private final Path copy;

  AppliedManifests(Path copy) {
    this.copy = copy;
  }

  boolean exists() {
    return Files.isDirectory(copy);
  }

  Manifests read() {
    return LocalComposition.read(copy);
  }

  /** Replaces the copy whole, by renaming. */
  void keep(Path from) {
    stage(from);
    take();
  }

  /**
   * Copies the manifests beside the present copy, which counts until {@link #take}.
   *
   * @throws UncheckedIOException when that cannot be done, as on a full disk; nothing is left of it
   */
  void stage(Path from) {
    Path next = next();
    delete(next);
    if (from.toAbsolutePath().equals(copy.toAbsolutePath())) {
      return;
    }
    try {
      for (Path file : ManifestReader.files(from)) {
        Path target = next.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    } catch (IOException e) {
      delete(next);
      throw unwritable(e);
    }
  }

  /** From now on what was staged counts. */
  void take() {
    Path next = next();
    if (!Files.isDirectory(next)) {
      return;
    }
    delete(copy);
    try {
      Files.move(next, copy);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private Path next() {
    return copy.resolveSibling(copy.getFileName() + ".next");
  }

  private UncheckedIOException unwritable(IOException e) {
    return new UncheckedIOException(
        "manifests: cannot be kept in %s: %s (expected: a writable directory with free space)"
            .formatted(copy, e.getMessage()),
        e);
  }

  void delete() {
    delete(copy);
  }

  static void delete(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("state: cannot be deleted in " + tree, e);
    }
  }

  /** What applying {@code wanted} over {@code present} changes. */
  static List<Change> changes(Manifests present, Manifests wanted) {
    Map<String, Object> before = objects(present);
    Map<String, Object> after = objects(wanted);
    List<Change> changes = new ArrayList<>();
    after.forEach((name, object) -> {
      Object old = before.get(name);
      if (old == null) {
        changes.add(new Change(name, "Created", ""));
      } else if (!old.equals(object)) {
        changes.add(new Change(name, "Changed", ""));
      }
    });
    before.keySet().stream()
        .filter(name -> !after.containsKey(name))
        .forEach(name -> changes.add(new Change(name, "Removed", "")));
    return changes;
  }

  private static Map<String, Object> objects(Manifests manifests) {
    Map<String, Object> objects = new LinkedHashMap<>();
    for (Sourced<? extends HasMetadata> object : manifests.objects()) {
      HasMetadata value = object.value();
      objects.put(value.getKind() + "/" + value.getMetadata().getName(), value);
    }
    for (Sourced<HealPolicy> policy : manifests.healPolicies()) {
      objects.put("HealPolicy/" + policy.value().name(), policy.value());
    }
    return objects;
  }
}
