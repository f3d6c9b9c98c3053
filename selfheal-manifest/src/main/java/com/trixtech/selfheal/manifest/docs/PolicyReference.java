package com.trixtech.selfheal.manifest.docs;

import com.cronutils.model.Cron;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.selfheal.manifest.policy.Explained;
import com.trixtech.selfheal.manifest.policy.Field;
import com.trixtech.selfheal.manifest.policy.FieldName;
import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.manifest.semantics.IntOrPercent;
import com.trixtech.selfheal.manifest.semantics.Percent;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Markdown page and the JSON schema of HealPolicy, both from its records. Stateless. */
public final class PolicyReference {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private PolicyReference() {}

  /** The page {@code docs/healpolicy.md}. */
  public static String markdown() {
    StringBuilder page = new StringBuilder();
    page.append("# HealPolicy\n\n");
    page.append("`apiVersion: ")
        .append(HealPolicy.API_VERSION)
        .append("`. Says what may be healed, on which evidence, how far and how fast.\n\n");
    page.append(
        "Generated from the types in `selfheal-manifest`; the schema for editors is [healpolicy.schema.json](healpolicy.schema.json).\n");
    page.append(
        "An unknown key, a wrong type and a value out of range are errors with file and line. Durations are written as in Go: `300ms`,");
    page.append(
        " `10s`, `1m30s`, `2h`. Every percentage rounds so that fewer acts are allowed.\n\n");
    page.append(
        "A ladder that ends without success always escalates, whether or not its last step says so.\n\n");
    page.append(
        "## Fields\n\n| field | type | default | rounding | meaning |\n|---|---|---|---|---|\n");
    Set<Class<?>> enums = new LinkedHashSet<>();
    rows(page, HealPolicy.class, "", enums);
    enums.forEach(type -> alternatives(page, type));
    return page.toString();
  }

  /** The file {@code docs/healpolicy.schema.json}. */
  public static String schema() {
    ObjectNode schema = JSON.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "HealPolicy");
    schema.setAll(object(HealPolicy.class));
    ObjectNode properties = (ObjectNode) schema.get("properties");
    properties.putObject("apiVersion").put("const", HealPolicy.API_VERSION);
    properties.putObject("kind").put("const", "HealPolicy");
    try {
      return MAPPER.writeValueAsString(schema).replace("\r\n", "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("schema: not writable (expected: plain JSON)", e);
    }
  }

  private static void rows(
      StringBuilder page, Class<?> record, String prefix, Set<Class<?>> enums) {
    for (RecordComponent component : record.getRecordComponents()) {
      Field field =
          Objects.requireNonNull(
              component.getAnnotation(Field.class),
              component + ": no @Field (expected: one on each component)");
      Class<?> item = item(component.getGenericType());
      boolean list = item != component.getType();
      String path = prefix + FieldName.of(component) + (list ? "[]" : "");
      String range =
          Double.isInfinite(field.min())
              ? ""
              : Double.isInfinite(field.max())
                  ? ", >= " + number(field.min())
                  : ", " + number(field.min()) + " to " + number(field.max());
      String byDefault =
          !field.byDefault().isEmpty()
              ? "`" + field.byDefault() + "`"
              : optional(component) ? "none" : "**required**";
      page.append("| `")
          .append(path)
          .append("` | ")
          .append(list ? "list of " : "")
          .append(typeName(item))
          .append(range);
      page.append(" | ")
          .append(byDefault)
          .append(" | ")
          .append(field.rounding())
          .append(" | ")
          .append(field.value())
          .append(" |\n");
      if (item.isEnum()) {
        enums.add(item);
      }
      if (item.isRecord() && isObject(item)) {
        rows(page, item, path + ".", enums);
      }
    }
  }

  private static void alternatives(StringBuilder page, Class<?> type) {
    page.append("\n## ")
        .append(type.getSimpleName())
        .append("\n\n| value | meaning |\n|---|---|\n");
    for (Object constant : type.getEnumConstants()) {
      page.append("| `")
          .append(constant)
          .append("` | ")
          .append(((Explained) constant).meaning())
          .append(" |\n");
    }
  }

  private static ObjectNode object(Class<?> record) {
    ObjectNode schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    var required = JSON.arrayNode();
    for (RecordComponent component : record.getRecordComponents()) {
      Field field =
          Objects.requireNonNull(
              component.getAnnotation(Field.class),
              component + ": no @Field (expected: one on each component)");
      Class<?> item = item(component.getGenericType());
      ObjectNode value = value(item, field);
      if (item != component.getType()) {
        value = JSON.objectNode().put("type", "array").set("items", value);
      }
      properties.set(
          FieldName.of(component),
          value.put(
              "description",
              field.value()
                  + (field.rounding().isEmpty() ? "" : " Rounds " + field.rounding() + ".")));
      if (field.byDefault().isEmpty() && !optional(component)) {
        required.add(FieldName.of(component));
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema;
  }

  private static ObjectNode value(Class<?> type, Field field) {
    ObjectNode value = JSON.objectNode();
    if (isObject(type)) {
      return object(type);
    }
    if (type == ObjectMeta.class) {
      value.put("type", "object").putArray("required").add("name");
    } else if (type.isEnum()) {
      value
          .putArray("enum")
          .addAll(
              Arrays.stream(type.getEnumConstants())
                  .map(c -> JSON.textNode(c.toString()))
                  .toList());
    } else if (type == boolean.class) {
      value.put("type", "boolean");
    } else if (type == int.class || type == double.class) {
      value.put("type", type == int.class ? "integer" : "number");
      bound(value, "minimum", field.min());
      bound(value, "maximum", field.max());
    } else if (type == Duration.class) {
      value.put("type", "string").put("pattern", "^(0|([0-9]+(\\.[0-9]*)?(ns|us|µs|ms|s|m|h))+)$");
    } else if (type == IntOrPercent.class) {
      value.putArray("type").add("integer").add("string");
      value.put("minimum", 0).put("pattern", "^[0-9]+%?$");
    } else if (type == Percent.class) {
      value.put("type", "string").put("pattern", "^[0-9]{1,3}(\\.[0-9]+)?%$");
    } else {
      value.put("type", "string");
    }
    return value;
  }

  private static void bound(ObjectNode value, String key, double number) {
    if (!Double.isInfinite(number)) {
      value.put(key, (long) number);
    }
  }

  private static String typeName(Class<?> type) {
    if (type == Duration.class) {
      return "duration";
    }
    if (type == IntOrPercent.class) {
      return "count or percentage";
    }
    if (type == Percent.class) {
      return "percentage";
    }
    if (type == Cron.class) {
      return "cron";
    }
    if (type == ZoneId.class) {
      return "time zone";
    }
    if (type == int.class || type == double.class) {
      return type == int.class ? "integer" : "number";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(Object::toString)
          .collect(
              Collectors.joining(
                  ", ",
                  "["
                      + type.getSimpleName()
                      + "](#"
                      + type.getSimpleName().toLowerCase(Locale.ROOT)
                      + "): ",
                  ""));
    }
    return type.isPrimitive() || type == String.class
        ? type.getSimpleName().toLowerCase(Locale.ROOT)
        : "object";
  }

  private static boolean isObject(Class<?> type) {
    return type.isRecord() && type != IntOrPercent.class && type != Percent.class;
  }

  private static boolean optional(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static Class<?> item(Type type) {
    return switch (type) {
      case ParameterizedType list -> (Class<?>) list.getActualTypeArguments()[0];
      case Class<?> plain -> plain;
      default -> throw new IllegalArgumentException(type + " (expected: a class or a list of one)");
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
