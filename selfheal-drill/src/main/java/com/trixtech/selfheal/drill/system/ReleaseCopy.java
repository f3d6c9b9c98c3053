package com.trixtech.selfheal.drill.system;

import com.trixtech.selfheal.manifest.ManifestReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Copies a directory of manifests with a few more environment variables in one workload's template:
 * a new revision that differs in nothing else. The originals are never written to.
 */
public final class ReleaseCopy {
  private ReleaseCopy() {}

  /** Writes the copy to {@code into}, which is made. */
  public static void write(Path from, Path into, String workload, Map<String, String> environment)
      throws IOException {
    boolean found = false;
    for (Path file : ManifestReader.files(from)) {
      List<@Nullable Object> documents = new ArrayList<>();
      new Load(LoadSettings.builder().build())
          .loadAllFromString(Files.readString(file))
          .forEach(documents::add);
      boolean changed = false;
      for (Object document : documents) {
        changed |= change(document, workload, environment);
      }
      Path copy = into.resolve(from.relativize(file).toString());
      Files.createDirectories(Objects.requireNonNull(copy.getParent()));
      if (changed) {
        DumpSettings block = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        Files.writeString(copy, new Dump(block).dumpAllToString(documents.iterator()));
        found = true;
      } else {
        Files.copy(file, copy);
      }
    }
    if (!found) {
      throw new IOException(
          "workload: %s is not there (expected: a Deployment or StatefulSet with a container) in %s"
              .formatted(workload, from));
    }
  }

  private static boolean change(
      @Nullable Object document, String workload, Map<String, String> environment) {
    if (!(document instanceof Map<?, ?> root)
        || !("Deployment".equals(root.get("kind")) || "StatefulSet".equals(root.get("kind")))
        || !workload.equals(at(root, "metadata", "name"))
        || !(at(root, "spec", "template", "spec", "containers") instanceof List<?> containers)
        || containers.isEmpty()) {
      return false;
    }
    @SuppressWarnings("unchecked") // What YAML makes of a mapping with plain keys.
    var container = (Map<String, Object>) Objects.requireNonNull(containers.getFirst());
    List<Object> variables = new ArrayList<>();
    if (container.get("env") instanceof List<?> present) {
      for (Object variable : present) {
        if (!(variable instanceof Map<?, ?> v && environment.containsKey(v.get("name")))) {
          variables.add(Objects.requireNonNull(variable));
        }
      }
    }
    environment.forEach((name, value) -> {
      Map<String, Object> variable = new LinkedHashMap<>();
      variable.put("name", name);
      variable.put("value", value);
      variables.add(variable);
    });
    container.put("env", variables);
    return true;
  }

  private static @Nullable Object at(Map<?, ?> root, String... path) {
    Object place = root;
    for (String key : path) {
      place = place instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return place;
  }
}
