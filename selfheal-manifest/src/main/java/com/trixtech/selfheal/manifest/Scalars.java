package com.trixtech.selfheal.manifest;

import com.cronutils.model.Cron;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.trixtech.selfheal.manifest.policy.Maintenance;
import com.trixtech.selfheal.manifest.semantics.GoDuration;
import com.trixtech.selfheal.manifest.semantics.IntOrPercent;
import com.trixtech.selfheal.manifest.semantics.Percent;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The single values of a manifest: which types they have and how a YAML scalar becomes one. As on
 * the API server a number is never taken for a string or the other way round. Stateless.
 */
final class Scalars {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper ENUMS = new ObjectMapper();

  /**
   * Words that kubectl's YAML 1.1 reads as a boolean or a number where this reader's YAML 1.2 reads
   * a string.
   */
  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          "(?i:y|n|yes|no|on|off|true|false|null)|[-+]?0[0-7_]+|0[xX][0-9a-fA-F_]+|0[ob][0-7]+|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+|\\+[0-9]+");

  /** The types that only HealPolicy has, each read from its text. */
  private static final Map<Class<?>, Function<String, ?>> TEXTS =
      Map.of(
          Duration.class, Scalars::duration,
          IntOrPercent.class, IntOrPercent::parse,
          Percent.class, Percent::parse,
          Cron.class, Maintenance::parseSchedule,
          ZoneId.class, Scalars::zone);

  private Scalars() {}

  /** A Jackson mapper that knows these types. */
  static ObjectMapper mapper() {
    SimpleModule module = new SimpleModule();
    TEXTS.forEach((type, parse) -> register(module, type, parse));
    return JsonMapper.builder().addModule(module).build();
  }

  static boolean isScalar(JavaType type) {
    Class<?> raw = type.getRawClass();
    return raw.isPrimitive()
        || type.isEnumType()
        || raw == String.class
        || raw == Boolean.class
        || raw == IntOrString.class
        || raw == Quantity.class
        || Number.class.isAssignableFrom(raw)
        || TEXTS.containsKey(raw);
  }

  /**
   * One value.
   *
   * @throws IllegalArgumentException {@code value (expected: …)}
   */
  static JsonNode read(ScalarNode node, Class<?> type, Bounds bounds) {
    String text = node.getValue();
    if (type == String.class) {
      return JSON.textNode(string(node));
    }
    if (type.isEnum()) {
      return enumeration(node, type);
    }
    if (type == boolean.class || type == Boolean.class) {
      require(node, type, Tag.BOOL);
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      require(node, type, Tag.INT);
      return integer(text, type == int.class || type == Integer.class, bounds);
    }
    if (type == double.class || Number.class.isAssignableFrom(type)) {
      require(node, type, Tag.INT, Tag.FLOAT);
      double number = Double.parseDouble(text);
      bounds.check(number, text);
      return JSON.numberNode(number);
    }
    if (type == IntOrString.class) {
      return node.getTag().equals(Tag.INT)
          ? integer(text, true, bounds)
          : JSON.textNode(string(node));
    }
    if (type == Quantity.class) {
      require(node, type, Tag.STR, Tag.INT, Tag.FLOAT);
      return quantity(text);
    }
    boolean bareNumber = type == IntOrPercent.class && node.getTag().equals(Tag.INT);
    if (!bareNumber) {
      require(node, type, type == Duration.class && text.equals("0") ? Tag.INT : Tag.STR);
    }
    var _ = TEXTS.getOrDefault(type, Function.identity()).apply(text);
    return JSON.textNode(text);
  }

  /** A value of a field that takes anything. */
  static JsonNode free(ScalarNode node) {
    Tag tag = node.getTag();
    String text = node.getValue();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    return tag.equals(Tag.INT) ? JSON.numberNode(new BigInteger(text)) : JSON.textNode(text);
  }

  /** What a value of this type looks like. */
  static String expectation(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == double.class) {
      return "a number";
    }
    if (type == IntOrString.class || type == IntOrPercent.class) {
      return "a whole number or a string";
    }
    if (type == Quantity.class) {
      return "a quantity such as 512Mi or 500m";
    }
    if (type == Duration.class) {
      return "a duration such as 300ms, 10s, 1m30s or 2h";
    }
    return type.isPrimitive() || Number.class.isAssignableFrom(type)
        ? "a whole number"
        : "a string";
  }

  private static String string(ScalarNode node) {
    String text = node.getValue();
    if (!node.getTag().equals(Tag.STR) || (node.isPlain() && AMBIGUOUS.matcher(text).matches())) {
      throw new IllegalArgumentException(
          text + " (expected: a string; write \"" + text + "\" in quotes)");
    }
    return text;
  }

  private static void require(ScalarNode node, Class<?> type, Tag... tags) {
    if (!Arrays.asList(tags).contains(node.getTag())) {
      String shown =
          node.getTag().equals(Tag.STR) && !node.isPlain()
              ? "\"" + node.getValue() + "\""
              : node.getValue();
      throw new IllegalArgumentException(shown + " (expected: " + expectation(type) + ")");
    }
  }

  private static JsonNode integer(String text, boolean small, Bounds bounds) {
    BigInteger number = new BigInteger(text);
    bounds.check(number.doubleValue(), text);
    if (number.bitLength() > (small ? 31 : 63)) {
      throw new IllegalArgumentException(
          text + " (expected: a number of " + (small ? 32 : 64) + " bits)");
    }
    // IntOrString takes an Integer and nothing else for a number.
    return small
        ? JSON.numberNode(number.intValueExact())
        : JSON.numberNode(number.longValueExact());
  }

  private static JsonNode quantity(String text) {
    try {
      // Parsing alone takes any suffix; only the arithmetic refuses it.
      BigDecimal amount = Quantity.getAmountInBytes(Quantity.parse(text));
      if (amount.signum() >= 0) {
        return JSON.textNode(text);
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(text + " (expected: a quantity such as 512Mi or 500m)", e);
    }
    throw new IllegalArgumentException(text + " (expected: a quantity >= 0)");
  }

  private static JsonNode enumeration(ScalarNode node, Class<?> type) {
    var names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> ENUMS.valueToTree(constant).asText())
            .toList();
    if (!node.getTag().equals(Tag.STR) && names.contains(node.getValue())) {
      string(node);
    }
    if (!names.contains(node.getValue())) {
      String meant =
          NearestName.nearest(node.getValue(), names).map(name -> name + "; ").orElse("");
      throw new IllegalArgumentException(
          node.getValue() + " (expected: " + meant + "one of " + String.join(", ", names) + ")");
    }
    return JSON.textNode(node.getValue());
  }

  private static Duration duration(String text) {
    Duration parsed = GoDuration.parse(text);
    if (parsed.isNegative()) {
      throw new IllegalArgumentException(text + " (expected: a duration >= 0s)");
    }
    return parsed;
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          text + " (expected: a time zone such as UTC or Europe/Berlin)", e);
    }
  }

  private static <T> void register(SimpleModule module, Class<T> type, Function<String, ?> parse) {
    module.addDeserializer(
        type,
        new StdDeserializer<T>(type) {
          private static final long serialVersionUID = 1L;

          @Override
          public T deserialize(JsonParser parser, DeserializationContext context)
              throws IOException {
            return type.cast(parse.apply(parser.getText()));
          }
        });
  }
}
