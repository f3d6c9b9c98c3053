package com.trixtech.selfheal.manifest;

import com.trixtech.selfheal.manifest.policy.HealPolicy;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads {@code *.yaml} and {@code *.yml} of a directory and of its direct sub-directories. All
 * problems of all files are found in one run. Stateless.
 */
public final class ManifestReader {
  private record Kind(String name, List<String> apiVersions, Class<?> type) {}

  private static final Map<String, Kind> KINDS = new TreeMap<>();

  static {
    kind("Deployment", Deployment.class, "apps/v1");
    kind("StatefulSet", StatefulSet.class, "apps/v1");
    kind("Service", Service.class, "v1");
    kind("PodDisruptionBudget", PodDisruptionBudget.class, "policy/v1");
    kind("ConfigMap", ConfigMap.class, "v1");
    kind("Secret", Secret.class, "v1");
    kind(
        "DestinationRule",
        DestinationRule.class,
        "networking.istio.io/v1",
        "networking.istio.io/v1beta1");
    kind("HealPolicy", HealPolicy.class, HealPolicy.API_VERSION);
  }

  private final Problems problems = new Problems();
  private final Map<Class<?>, List<Sourced<?>>> read = new HashMap<>();
  // Objects that could not be read may be what others refer to: then "does not exist" would be a
  // guess.
  private boolean incomplete;

  private ManifestReader() {}

  /**
   * Reads a directory.
   *
   * @throws ManifestException with every problem, when at least one is an error
   */
  public static Manifests read(Path directory) {
    ManifestReader reader = new ManifestReader();
    SourceFile place = new SourceFile(directory);
    if (!Files.isDirectory(directory)) {
      String found = Files.exists(directory) ? "not a directory" : "missing";
      reader.problems.error(
          place, 0, "", "manifests: " + found + " (expected: a directory with *.yaml files)");
      return reader.finish();
    }
    List<Path> files = files(directory);
    if (files.isEmpty()) {
      reader.problems.error(
          place, 0, "", "manifests: no *.yaml or *.yml file (expected: at least one)");
    }
    files.forEach(reader::readFile);
    return reader.finish();
  }

  /** Whether a file of this name is read. A kustomization lists manifests and is none itself. */
  private static boolean reads(Path file) {
    return !file.endsWith("kustomization.yaml")
        && !file.endsWith("kustomization.yml")
        && ends(file);
  }

  private static boolean ends(Path file) {
    return file.toString().endsWith(".yaml") || file.toString().endsWith(".yml");
  }

  /**
   * Reads a part of the manifests, as if it were a file of that name: an object that it refers to
   * and that is not in it may exist elsewhere.
   *
   * @throws ManifestException with every problem, when at least one is an error
   */
  public static Manifests parsePart(String name, String yaml) {
    ManifestReader reader = new ManifestReader();
    reader.incomplete = true;
    reader.readText(yaml, new SourceFile(Path.of(name)));
    return reader.finish();
  }

  /**
   * Reads one text, as if it were a file of that name.
   *
   * @throws ManifestException with every problem, when at least one is an error
   */
  public static Manifests parse(String name, String yaml) {
    ManifestReader reader = new ManifestReader();
    reader.readText(yaml, new SourceFile(Path.of(name)));
    return reader.finish();
  }

  /**
   * The files that are read: those of the directory and of the directories in it, in a steady
   * order.
   *
   * @throws UncheckedIOException when the directory cannot be listed
   */
  public static List<Path> files(Path directory) {
    try (Stream<Path> found = Files.walk(directory, 2)) {
      return found.filter(ManifestReader::reads).filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(
          directory + ": not readable (expected: a directory that this user may list)", e);
    }
  }

  private void readFile(Path path) {
    SourceFile file = new SourceFile(path);
    try {
      readText(Files.readString(path), file);
    } catch (CharacterCodingException e) {
      incomplete = true;
      problems.error(file, 0, "", "file: not text (expected: UTF-8)");
    } catch (IOException e) {
      incomplete = true;
      problems.error(file, 0, "", "file: " + e.getMessage() + " (expected: to be readable)");
    }
  }

  private void readText(String yaml, SourceFile file) {
    int before = problems.count();
    List<MappingNode> documents = YamlDocuments.read(yaml, file, problems);
    incomplete |= problems.count() > before;
    documents.forEach(document -> readDocument(document, file));
  }

  private void readDocument(MappingNode document, SourceFile file) {
    Optional<ScalarNode> kindNode = top(document, "kind");
    Optional<ScalarNode> versionNode = top(document, "apiVersion");
    if (kindNode.isEmpty() || versionNode.isEmpty()) {
      incomplete = true;
      String missing = kindNode.isEmpty() ? "kind" : "apiVersion";
      problems.error(
          file,
          YamlBinder.line(document),
          missing,
          missing + ": missing (expected: " + supported() + ")");
      return;
    }
    Kind kind = KINDS.get(kindNode.get().getValue());
    if (kind == null) {
      incomplete = true;
      String name = kindNode.get().getValue();
      String meant =
          NearestName.nearest(name, KINDS.keySet()).map(nearest -> nearest + "; ").orElse("");
      problems.error(
          file,
          YamlBinder.line(kindNode.get()),
          "kind",
          "kind: " + name + " (expected: " + meant + "one of " + supported() + ")");
      return;
    }
    if (!kind.apiVersions().contains(versionNode.get().getValue())) {
      incomplete = true;
      problems.error(
          file,
          YamlBinder.line(versionNode.get()),
          "apiVersion",
          "apiVersion: "
              + versionNode.get().getValue()
              + " (expected: "
              + String.join(" or ", kind.apiVersions())
              + " for "
              + kind.name()
              + ")");
      return;
    }
    Optional<? extends Sourced<?>> bound =
        new YamlBinder(file, problems).bind(document, kind.type());
    incomplete |= bound.isEmpty();
    bound.ifPresent(
        object -> read.computeIfAbsent(kind.type(), _ -> new ArrayList<>()).add(object));
  }

  private Manifests finish() {
    ObjectRules rules = new ObjectRules(problems);
    Manifests all =
        new Manifests(
            named(Deployment.class, rules),
            named(StatefulSet.class, rules),
            named(Service.class, rules),
            named(PodDisruptionBudget.class, rules),
            named(ConfigMap.class, rules),
            named(Secret.class, rules),
            named(DestinationRule.class, rules),
            named(HealPolicy.class, rules),
            List.of());
    new CrossRules(all, problems, incomplete).check();
    if (problems.hasErrors()) {
      throw new ManifestException(problems.sorted());
    }
    return new Manifests(
        all.deployments(),
        all.statefulSets(),
        all.services(),
        all.podDisruptionBudgets(),
        all.configMaps(),
        all.secrets(),
        all.destinationRules(),
        all.healPolicies(),
        problems.sorted());
  }

  /** The objects of one type that are whole enough to be compared with others. */
  private <T> List<Sourced<T>> named(Class<T> type, ObjectRules rules) {
    List<Sourced<T>> whole = new ArrayList<>();
    for (Sourced<?> object : read.getOrDefault(type, List.of())) {
      Sourced<T> typed =
          new Sourced<>(type.cast(object.value()), object.file(), object.line(), object.lines());
      if (rules.check(typed)) {
        whole.add(typed);
      } else {
        incomplete = true;
      }
    }
    return whole;
  }

  private static Optional<ScalarNode> top(MappingNode document, String key) {
    return document.getValue().stream()
        .filter(
            tuple -> tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
        .flatMap(tuple ->
            tuple.getValueNode() instanceof ScalarNode value ? Stream.of(value) : Stream.empty())
        .findFirst();
  }

  private static String supported() {
    return String.join(
        ", ",
        KINDS.values().stream()
            .map(k -> k.name() + " (" + String.join(" or ", k.apiVersions()) + ")")
            .toList());
  }

  private static void kind(String name, Class<?> type, String... apiVersions) {
    KINDS.put(name, new Kind(name, List.of(apiVersions), type));
  }
}
