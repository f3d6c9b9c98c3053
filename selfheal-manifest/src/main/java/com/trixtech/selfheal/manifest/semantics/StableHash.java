package com.trixtech.selfheal.manifest.semantics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 of an object's canonical JSON: keys sorted, empty values left out, so that neither key
 * order nor an explicit null counts as a change.
 */
final class StableHash {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private StableHash() {}

  /** The first 16 hexadecimal digits. */
  static String of(Object value) {
    try {
      byte[] canonical =
          MAPPER
              .writeValueAsString(canonical(MAPPER.valueToTree(value)))
              .getBytes(StandardCharsets.UTF_8);
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical))
          .substring(0, 16);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          value.getClass().getName() + ": not hashable (expected: a JSON-like object and SHA-256)",
          e);
    }
  }

  private static Object canonical(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> sorted = new TreeMap<>();
      node.properties().stream()
          .filter(e -> !isEmpty(e.getValue()))
          .forEach(e -> sorted.put(e.getKey(), canonical(e.getValue())));
      return sorted;
    }
    if (node instanceof ArrayNode array) {
      List<Object> items = new ArrayList<>();
      array.forEach(item -> items.add(canonical(item)));
      return items;
    }
    return node;
  }

  private static boolean isEmpty(JsonNode node) {
    return node.isNull() || (node.isArray() && node.isEmpty());
  }
}
