package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.local.state.LocalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The {@code images:} map: which command stands for each image. Strict: an unknown key is an error
 * that names the nearest known one. Immutable.
 */
public final class ImageMap {
  private static final Set<String> KEYS = Set.of("command", "stopSignal", "env", "path", "prepare");
  private static final Set<String> SIGNALS = Set.of("TERM", "INT", "QUIT", "HUP", "USR1", "USR2");

  private final String source;
  private final Map<String, Image> images;

  private ImageMap(String source, Map<String, Image> images) {
    this.source = source;
    this.images = Map.copyOf(images);
  }

  /** A map made in code, for tests and embedders. */
  public static ImageMap of(Map<String, Image> images) {
    return new ImageMap("the given images", images);
  }

  /**
   * Reads a file.
   *
   * @throws LocalException for anything that is not exactly an images map
   */
  public static ImageMap read(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      Object root =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(absolute));
      Map<String, Object> top = map("the file", root, file);
      known(top.keySet(), Set.of("images"), "", file);
      Map<String, Image> images = new LinkedHashMap<>();
      map("images", top.get("images"), file)
          .forEach((name, entry) -> images.put(name, image(name, entry, absolute)));
      return new ImageMap(file.toString(), images);
    } catch (IOException e) {
      throw new LocalException(
          "images: %s cannot be read: %s (expected: a YAML file with images:)".formatted(file, e),
          e);
    } catch (YamlEngineException e) {
      throw new LocalException(
          "images: not YAML: %s (expected: images: with an entry for each image) in %s"
              .formatted(Objects.requireNonNullElse(e.getMessage(), "").replace('\n', ' '), file),
          e);
    }
  }

  /**
   * The entry of an image.
   *
   * @throws LocalException naming the nearest known image when there is none
   */
  public Image get(String name) {
    Image image = images.get(name);
    if (image == null) {
      throw new LocalException(
          "image: %s has no entry (expected: an entry under images:%s) in %s"
              .formatted(name, nearest(name, images.keySet()), source));
    }
    return image;
  }

  /**
   * The same map, with what preparing has found out for the environment; what the map itself says
   * wins.
   *
   * @param found variables for each {@code prepare} command
   */
  public ImageMap prepared(Map<List<String>, Map<String, String>> found) {
    Map<String, Image> ready = new LinkedHashMap<>();
    images.forEach((name, image) -> {
      Map<String, String> env = new LinkedHashMap<>(found.getOrDefault(image.prepare(), Map.of()));
      env.putAll(image.env());
      ready.put(
          name, new Image(image.command(), image.stopSignal(), env, image.path(), image.prepare()));
    });
    return new ImageMap(source, ready);
  }

  private static Image image(String name, Object entry, Path file) {
    Map<String, Object> fields = map("images." + name, entry, file);
    known(fields.keySet(), KEYS, "images." + name + ".", file);
    Path base = Objects.requireNonNull(file.getParent());
    List<String> command =
        words(name + ".command", fields.get("command"), file).stream()
            .map(word -> relative(word, base))
            .toList();
    if (command.isEmpty()) {
      throw new LocalException(
          "images.%s.command: empty (expected: a program and its arguments) in %s"
              .formatted(name, file));
    }
    String signal = Objects.requireNonNullElse(fields.get("stopSignal"), "TERM").toString();
    String bare = signal.startsWith("SIG") ? signal.substring(3) : signal;
    if (!SIGNALS.contains(bare)) {
      throw new LocalException(
          "images.%s.stopSignal: %s (expected: one of %s) in %s"
              .formatted(
                  name, signal, String.join(", ", SIGNALS.stream().sorted().toList()), file));
    }
    Map<String, String> env = new LinkedHashMap<>();
    if (fields.get("env") != null) {
      map("images." + name + ".env", fields.get("env"), file)
          .forEach((key, value) -> env.put(key, relative(String.valueOf(value), base)));
    }
    List<String> prepare =
        words(name + ".prepare", fields.get("prepare"), file).stream()
            .map(word -> relative(word, base))
            .toList();
    List<Path> path =
        words(name + ".path", fields.get("path"), file).stream()
            .map(word -> base.resolve(word).normalize())
            .toList();
    return new Image(command, bare, env, path, prepare);
  }

  /** A map file can be moved with what stands beside it. */
  private static String relative(String word, Path base) {
    return word.startsWith("./") || word.startsWith("../")
        ? base.resolve(word).normalize().toString()
        : word;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(String what, @Nullable Object value, Path file) {
    if (value instanceof Map<?, ?> map
        && map.keySet().stream().allMatch(String.class::isInstance)) {
      return (Map<String, Object>) map;
    }
    throw new LocalException(
        "%s: %s (expected: a map) in %s".formatted(what, value == null ? "missing" : value, file));
  }

  private static List<String> words(String what, @Nullable Object value, Path file) {
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    throw new LocalException(
        "images.%s: %s (expected: a list of words) in %s".formatted(what, value, file));
  }

  private static void known(Set<String> found, Set<String> expected, String prefix, Path file) {
    for (String key : found) {
      if (!expected.contains(key)) {
        throw new LocalException(
            "%s%s: unknown key (expected: one of %s%s) in %s"
                .formatted(
                    prefix,
                    key,
                    String.join(", ", expected.stream().sorted().toList()),
                    nearest(key, expected),
                    file));
      }
    }
  }

  private static String nearest(String word, Collection<String> among) {
    Optional<String> nearest =
        among.stream()
            .sorted()
            .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    return nearest.map(n -> "; the nearest known is " + n).orElse("");
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
