package com.trixtech.selfheal.kubernetes.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.selfheal.manifest.policy.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything that is applied to install the operator. The one source is the text of {@code
 * deploy/operator/base} and {@code overlays/enforce}, which kustomize reads as it is; what differs
 * from one installation to another is written into that text, here and in the chart alike.
 * Stateless.
 */
public final class OperatorManifests {
  static final List<String> BASE = List.of("rights", "people", "operator", "network");

  /** The Role and the binding of each remedy. */
  static final List<String> REMEDIES = List.of("replace", "roll-out");

  private OperatorManifests() {}

  /** The installation as YAML, with the comments that say why. */
  public static String yaml(Installation installation) {
    List<String> parts = new ArrayList<>(CustomResourceDefinitions.files().values());
    Values values = Values.of(installation);
    BASE.forEach(name -> parts.add(write(base(name), values)));
    if (installation.mode() != Mode.Observe) {
      REMEDIES.forEach(name -> parts.add(write(remedy(name), values)));
    }
    return String.join("---\n", parts);
  }

  /** The same objects as one Kubernetes list. */
  public static JsonNode list(Installation installation) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("apiVersion", "v1").put("kind", "List");
    list.putArray("items").addAll(Yaml.documents(yaml(installation)));
    return list;
  }

  /**
   * What is written into the text.
   *
   * @param namespace in the place of the booking system's
   */
  record Values(String namespace, String mode, String image, String replicas) {
    private static final String IMAGE = "trixtech/selfheal-operator:0.1.0";
    private static final String REPLICAS = "2";

    static Values of(Installation installation) {
      return new Values(installation.namespace(), installation.mode().name(), IMAGE, REPLICAS);
    }
  }

  /** Puts the values into a text. Each place must be found where it is expected to be. */
  static String write(String text, Values values) {
    Map<String, String> places =
        Map.of(
            "namespace: trixtech",
            "namespace: " + values.namespace(),
            "kubernetes.io/metadata.name: trixtech",
            "kubernetes.io/metadata.name: " + values.namespace(),
            "value: Observe",
            "value: " + values.mode(),
            "image: " + Values.IMAGE,
            "image: " + values.image(),
            "  replicas: " + Values.REPLICAS,
            "  replicas: " + values.replicas());
    // What has no namespace of its own has its installation's in its name.
    String written =
        text.replaceAll(
            "(?mi)(name: selfheal-[a-z]+-)trixtech$",
            "$1" + Matcher.quoteReplacement(values.namespace()));
    for (var place : places.entrySet()) {
      written =
          Pattern.compile(Pattern.quote(place.getKey()) + "$", Pattern.MULTILINE)
              .matcher(written)
              .replaceAll(Matcher.quoteReplacement(place.getValue()));
    }
    return written;
  }

  static String base(String name) {
    return resource("base/" + name + ".yaml");
  }

  static String remedy(String name) {
    return resource("overlays/enforce/" + name + ".yaml");
  }

  private static String resource(String name) {
    try (InputStream in = OperatorManifests.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + ": missing (expected: in the jar)");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": not readable (expected: in the jar)", e);
    }
  }
}
