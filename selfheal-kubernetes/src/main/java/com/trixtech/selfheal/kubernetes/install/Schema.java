package com.trixtech.selfheal.kubernetes.install;

import com.cronutils.model.Cron;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.selfheal.manifest.policy.Explained;
import com.trixtech.selfheal.manifest.policy.Field;
import com.trixtech.selfheal.manifest.policy.FieldName;
import com.trixtech.selfheal.manifest.policy.Remediation.Rollback;
import com.trixtech.selfheal.manifest.semantics.IntOrPercent;
import com.trixtech.selfheal.manifest.semantics.Percent;
import io.fabric8.kubernetes.api.model.Condition;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The structural schema of a record, as a custom resource definition has it: the same meanings,
 * defaults and bounds that the reader of files applies. Stateless.
 */
final class Schema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Bounds of lists and texts, so that the API server can tell what a rule may cost. */
  private static final int MAX_ITEMS = 32;

  private static final int MAX_TEXT = 1024;

  private static final int MAX_DURATION = 32;

  private Schema() {}

  /** The schema of one record. */
  static ObjectNode of(Class<?> record, boolean bounded) {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    ObjectNode properties = JSON.objectNode();
    var required = JSON.arrayNode();
    for (RecordComponent component : record.getRecordComponents()) {
      Field field =
          Objects.requireNonNull(
              component.getAnnotation(Field.class),
              component + ": no @Field (expected: one on each component)");
      properties.set(FieldName.of(component), property(component, field, bounded));
      boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (field.byDefault().isEmpty() && !optional) {
        required.add(FieldName.of(component));
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.set("properties", properties);
    if (!CelRule.of(record).isEmpty()) {
      var rules = schema.putArray("x-kubernetes-validations");
      for (CelRule rule : CelRule.of(record)) {
        ObjectNode entry =
            rules.addObject().put("rule", rule.rule()).put("message", rule.message());
        if (!rule.field().isEmpty()) {
          entry.put("fieldPath", rule.field());
        }
      }
    }
    return schema;
  }

  private static ObjectNode property(RecordComponent component, Field field, boolean bounded) {
    ObjectNode property = JSON.objectNode();
    Class<?> type = component.getType();
    property.put("description", description(type, component, field));
    if (component.getGenericType() instanceof ParameterizedType list) {
      Class<?> item = (Class<?>) list.getActualTypeArguments()[0];
      property.put("type", "array");
      if (bounded) {
        property.put("maxItems", MAX_ITEMS);
      }
      keys(property, item, component.getName());
      property.set("items", value(item, null, bounded));
    } else {
      property.setAll(value(type, field, bounded));
    }
    // What stands beside one remedy only must not appear beside the others by default.
    if (!field.byDefault().isEmpty() && type != Rollback.class) {
      property.set("default", defaultOf(type, field));
    }
    return property;
  }

  private static JsonNode defaultOf(Class<?> type, Field field) {
    boolean text = type == Duration.class || type == Percent.class || type == ZoneId.class;
    if (text || type == String.class || type.isEnum()) {
      return JSON.textNode(field.byDefault());
    }
    return isObject(type) ? defaults(type) : Yaml.value(field.byDefault());
  }

  /** Written out: the rules are checked on the default as it stands, before it is filled in. */
  private static ObjectNode defaults(Class<?> record) {
    ObjectNode defaults = JSON.objectNode();
    for (RecordComponent component : record.getRecordComponents()) {
      Field field = component.getAnnotation(Field.class);
      if (field != null && !field.byDefault().isEmpty()) {
        defaults.set(FieldName.of(component), defaultOf(component.getType(), field));
      }
    }
    return defaults;
  }

  private static boolean isObject(Class<?> type) {
    return type.isRecord() && type != IntOrPercent.class && type != Percent.class;
  }

  private static String description(Class<?> type, RecordComponent component, Field field) {
    Class<?> item =
        component.getGenericType() instanceof ParameterizedType list
            ? (Class<?>) list.getActualTypeArguments()[0]
            : type;
    String rounding = field.rounding().isEmpty() ? "" : " Rounds " + field.rounding() + ".";
    String alternatives =
        item.isEnum()
            ? Arrays.stream(item.getEnumConstants())
                .map(c -> " " + c + ": " + ((Explained) c).meaning())
                .collect(Collectors.joining())
            : "";
    return field.value() + rounding + alternatives;
  }

  private static void keys(ObjectNode property, Class<?> item, String name) {
    String key =
        switch (name) {
          case "dependsOn" -> "name";
          case "remediations" -> "order";
          case "conditions" -> "type";
          default -> "";
        };
    if (!key.isEmpty() && (item.isRecord() || item == Condition.class)) {
      property.put("x-kubernetes-list-type", "map");
      property.putArray("x-kubernetes-list-map-keys").add(key);
    }
  }

  private static ObjectNode value(Class<?> type, @Nullable Field field, boolean bounded) {
    ObjectNode value = JSON.objectNode();
    if (type == IntOrPercent.class) {
      value.put("x-kubernetes-int-or-string", true);
      value.put("pattern", "^([0-9]{1,9}|[0-9]{1,2}%|100%)$");
      value.put("minimum", 0).put("maxLength", MAX_DURATION);
    } else if (type == Percent.class) {
      text(value, "^([0-9]{1,2}(\\.[0-9]{1,6})?|100(\\.0{1,6})?)%$", MAX_DURATION);
    } else if (type == Duration.class) {
      text(value, "^(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h))+)$", MAX_DURATION);
    } else if (type == Cron.class) {
      text(value, "^\\S+( +\\S+){4}$", MAX_TEXT);
    } else if (type == Condition.class) {
      return condition();
    } else if (type.isRecord()) {
      return of(type, bounded);
    } else if (type.isEnum()) {
      value.put("type", "string");
      var names = value.putArray("enum");
      Arrays.stream(type.getEnumConstants()).forEach(c -> names.add(c.toString()));
    } else if (type == boolean.class) {
      value.put("type", "boolean");
    } else if (type == double.class) {
      value.put("type", "number");
    } else if (type == int.class || type == Integer.class) {
      value.put("type", "integer").put("format", "int32");
    } else if (type == long.class || type == Long.class) {
      value.put("type", "integer").put("format", "int64");
    } else {
      value.put("type", "string");
      if (bounded) {
        value.put("maxLength", MAX_TEXT);
      }
    }
    if (field != null && value.path("type").asText().matches("integer|number")) {
      bound(value, "minimum", field.min());
      bound(value, "maximum", field.max());
    }
    return value;
  }

  private static void text(ObjectNode value, String pattern, int maxLength) {
    value.put("type", "string").put("pattern", pattern).put("maxLength", maxLength);
  }

  private static void bound(ObjectNode value, String key, double number) {
    if (!Double.isInfinite(number)) {
      value.put(key, (long) number);
    }
  }

  private static ObjectNode condition() {
    ObjectNode condition = JSON.objectNode().put("type", "object");
    condition.putArray("required").add("type").add("status");
    ObjectNode properties = condition.putObject("properties");
    properties.putObject("type").put("type", "string").put("description", "What is asked.");
    properties
        .putObject("status")
        .put("type", "string")
        .put("description", "The answer.")
        .putArray("enum")
        .add("True")
        .add("False")
        .add("Unknown");
    properties.putObject("reason").put("type", "string").put("description", "Why, in one word.");
    properties.putObject("message").put("type", "string").put("description", "Why, in a sentence.");
    properties
        .putObject("lastTransitionTime")
        .put("type", "string")
        .put("format", "date-time")
        .put("description", "Since when the answer is this one.");
    properties
        .putObject("observedGeneration")
        .put("type", "integer")
        .put("format", "int64")
        .put("description", "The generation of the spec that the answer is about.");
    return condition;
  }
}
