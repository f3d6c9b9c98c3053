package com.trixtech.selfheal.manifest;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.selfheal.manifest.policy.Field;
import com.trixtech.selfheal.manifest.policy.FieldName;
import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Binds one YAML document to a Java type, strictly at every depth. It walks the nodes beside
 * Jackson's view of the type, reports each key or value that does not fit with its line, drops it,
 * and lets Jackson build the object from what is left, so that one mistake does not hide the next.
 * Free-form maps (labels, data, matchLabels …) take any key. A record's missing components get the
 * default of their {@link Field}. Used by one thread, for one document.
 */
final class YamlBinder {
  private static final ObjectMapper MAPPER = Scalars.mapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  // Introspection is most of the reading time, and types do not change.
  private static final Map<JavaType, Map<String, JavaType>> PROPERTIES = new ConcurrentHashMap<>();

  private final SourceFile file;
  private final Problems problems;
  private final Map<String, Integer> lines = new HashMap<>();
  private final Deque<Node> open = new ArrayDeque<>();
  // A default is not written anywhere: its fields must not count as lines of the document.
  private boolean inDefault;
  private boolean secret;

  YamlBinder(SourceFile file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The object, unless a record (which has no halves) had errors. */
  <T> Optional<Sourced<T>> bind(MappingNode root, Class<T> type) {
    int before = problems.count();
    secret = type == Secret.class;
    JsonNode tree = walk(root, MAPPER.constructType(type), "", null);
    if (tree == null || (type.isRecord() && problems.count() > before)) {
      return Optional.empty();
    }
    try {
      T value = MAPPER.treeToValue(tree, type);
      return Optional.of(new Sourced<>(value, file, line(root), lines));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      problems.error(
          file,
          line(root),
          "",
          type.getSimpleName() + ": " + e.getMessage() + " (expected: an object of this kind)");
      return Optional.empty();
    }
  }

  static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private @Nullable JsonNode walk(Node node, JavaType type, String path, @Nullable Field field) {
    if (open.contains(node)) {
      return wrong(node, path, "an alias to its own parent", "a tree");
    }
    open.push(node);
    try {
      if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL)) {
        return null;
      }
      Class<?> raw = type.getRawClass();
      if (Scalars.isScalar(type)) {
        return scalar(node, type, path, field);
      }
      if (type.isCollectionLikeType()) {
        return sequence(node, type.getContentType(), path);
      }
      if (type.isMapLikeType()) {
        return map(node, type.getContentType(), path);
      }
      if (raw == Object.class
          || raw == AnyType.class
          || raw == KubernetesResource.class
          || JsonNode.class.isAssignableFrom(raw)) {
        return free(node, path);
      }
      return bean(node, type, path);
    } finally {
      open.pop();
    }
  }

  private @Nullable JsonNode scalar(Node node, JavaType type, String path, @Nullable Field field) {
    if (!(node instanceof ScalarNode scalar)) {
      return wrong(node, path, describe(node), Scalars.expectation(type.getRawClass()));
    }
    try {
      return Scalars.read(scalar, type.getRawClass(), Bounds.of(name(path), field));
    } catch (IllegalArgumentException e) {
      boolean hidden = secret && (path.startsWith("data.") || path.startsWith("stringData."));
      String message =
          hidden ? "not a string (expected: a string; write it in quotes)" : e.getMessage();
      problems.error(file, line(node), path, name(path) + ": " + message);
      return null;
    }
  }

  private @Nullable JsonNode sequence(Node node, JavaType content, String path) {
    if (!(node instanceof SequenceNode sequence)) {
      return wrong(node, path, describe(node), "a list");
    }
    ArrayNode array = JSON.arrayNode();
    int i = 0;
    for (Node item : sequence.getValue()) {
      String at = path + "[" + i++ + "]";
      mark(at, item);
      JsonNode value = walk(item, content, at, null);
      if (value == null && item.getTag().equals(Tag.NULL)) {
        wrong(item, at, "null", "a value");
      }
      // An element that was dropped keeps its place, or the paths of its successors would point at
      // the wrong line.
      array.add(
          value != null
              ? value
              : Scalars.isScalar(content) ? JSON.textNode("") : JSON.objectNode());
    }
    return array;
  }

  private @Nullable JsonNode map(Node node, JavaType content, String path) {
    ObjectNode object = JSON.objectNode();
    entries(node, path)
        .ifPresent(entries ->
            entries.forEach((key, value) -> {
              JsonNode bound = walk(value, content, child(path, key), null);
              if (bound != null) {
                object.set(key, bound);
              }
            }));
    return object;
  }

  private JsonNode free(Node node, String path) {
    JavaType any = MAPPER.constructType(Object.class);
    JsonNode bound =
        switch (node) {
          case ScalarNode scalar -> Scalars.free(scalar);
          case SequenceNode sequence -> sequence(sequence, any, path);
          default -> map(node, any, path);
        };
    return bound == null ? JSON.nullNode() : bound;
  }

  private @Nullable JsonNode bean(Node node, JavaType type, String path) {
    Optional<Map<String, Node>> written = entries(node, path);
    if (written.isEmpty()) {
      return null;
    }
    Map<String, JavaType> known = properties(type);
    Map<String, Field> fields = fields(type.getRawClass());
    ObjectNode object = JSON.objectNode();
    written
        .get()
        .forEach((key, value) -> {
          JavaType property = known.get(key);
          if (property == null) {
            String expected = NearestName.expectation(key, known.keySet());
            problems.error(
                file,
                lines.getOrDefault(child(path, key), line(value)),
                child(path, key),
                key + ": unknown key (expected: " + expected + ")");
            return;
          }
          JsonNode bound = walk(value, property, child(path, key), fields.get(key));
          if (bound != null) {
            object.set(key, bound);
          }
        });
    if (type.getRawClass().isRecord()) {
      complete(object, written.get(), type.getRawClass(), node, path);
    }
    return object;
  }

  /** Adds the defaults of a record, and reports what has none. */
  private void complete(
      ObjectNode object, Map<String, Node> written, Class<?> record, Node node, String path) {
    for (RecordComponent component : record.getRecordComponents()) {
      String key = FieldName.of(component);
      Node value = written.get(key);
      Field field = component.getAnnotation(Field.class);
      if (field == null || object.has(key) || (value != null && !value.getTag().equals(Tag.NULL))) {
        continue;
      }
      if (!field.byDefault().isEmpty()) {
        boolean outer = inDefault;
        inDefault = true;
        JsonNode bound =
            walk(
                YamlDocuments.single(field.byDefault()),
                MAPPER.constructType(component.getGenericType()),
                child(path, key),
                field);
        inDefault = outer;
        object.set(key, bound);
      } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        problems.error(
            file,
            line(node),
            child(path, key),
            child(path, key) + ": missing (expected: " + field.value() + ")");
      }
    }
  }

  private Optional<Map<String, Node>> entries(Node node, String path) {
    if (!(node instanceof MappingNode mapping)) {
      wrong(node, path, describe(node), "an object with keys");
      return Optional.empty();
    }
    Map<String, Node> entries = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        wrong(tuple.getKeyNode(), path, describe(tuple.getKeyNode()) + " as a key", "a word");
        continue;
      }
      if (!seen.add(key.getValue())) {
        wrong(
            key,
            child(path, key.getValue()),
            "duplicate key",
            "each key once; first in line " + lines.get(child(path, key.getValue())));
        continue;
      }
      mark(child(path, key.getValue()), key);
      entries.put(key.getValue(), tuple.getValueNode());
    }
    return Optional.of(Collections.unmodifiableMap(entries));
  }

  private void mark(String path, Node node) {
    if (!inDefault) {
      lines.put(path, line(node));
    }
  }

  private @Nullable JsonNode wrong(Node node, String path, String value, String expected) {
    problems.error(
        file, line(node), path, name(path) + ": " + value + " (expected: " + expected + ")");
    return null;
  }

  /**
   * What Jackson would accept for a type; the alternatives of an unwrapped one-of belong to their
   * parent.
   */
  private static Map<String, JavaType> properties(JavaType type) {
    Map<String, JavaType> cached = PROPERTIES.get(type);
    if (cached != null) {
      return cached;
    }
    Map<String, JavaType> known = new TreeMap<>();
    for (BeanPropertyDefinition property :
        MAPPER.getDeserializationConfig().introspect(type).findProperties()) {
      var member = property.getPrimaryMember();
      JsonSubTypes oneOf = property.getRawPrimaryType().getAnnotation(JsonSubTypes.class);
      if (member != null && member.hasAnnotation(JsonUnwrapped.class) && oneOf != null) {
        for (JsonSubTypes.Type alternative : oneOf.value()) {
          known.putAll(properties(MAPPER.constructType(alternative.value())));
        }
      } else {
        known.put(property.getName(), property.getPrimaryType());
      }
    }
    PROPERTIES.put(type, known);
    return known;
  }

  private static Map<String, Field> fields(Class<?> type) {
    Map<String, Field> fields = new HashMap<>();
    for (RecordComponent component :
        Optional.ofNullable(type.getRecordComponents()).orElse(new RecordComponent[0])) {
      Field field = component.getAnnotation(Field.class);
      if (field != null) {
        fields.put(FieldName.of(component), field);
      }
    }
    return fields;
  }

  private static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String name(String path) {
    return path.isEmpty() ? "document" : path.substring(path.lastIndexOf('.') + 1);
  }

  private String describe(Node node) {
    return switch (node) {
      case ScalarNode scalar -> secret ? "a hidden value" : scalar.getValue();
      case SequenceNode sequence -> "a list of " + sequence.getValue().size();
      default -> "an object with keys " + keys(node);
    };
  }

  private static List<String> keys(Node node) {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .map(t -> t.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?")
            .toList()
        : List.of();
  }
}
