package com.trixtech.selfheal.kubernetes.install;

import com.trixtech.selfheal.kubernetes.install.OperatorManifests.Values;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Helm chart of the operator: the text of its manifests with Helm's expressions as the values.
 * Stateless.
 */
public final class Chart {
  private static final Values EXPRESSIONS =
      new Values(
          "{{ .Release.Namespace }}",
          "{{ .Values.mode }}",
          "{{ .Values.image }}",
          "{{ .Values.replicas }}");

  private static final String NAME =
      """
      apiVersion: v2
      name: selfheal-operator
      description: Heals the workloads of its own namespace, as HealPolicies allow.
      type: application
      version: 0.1.0
      appVersion: 0.1.0
      kubeVersion: ">=1.30.0-0"
      """;

  private static final String VALUES =
      """
      # The most that any policy may do, whatever its own mode says: Observe or Enforce.
      mode: Observe
      image: trixtech/selfheal-operator:0.1.0
      replicas: 2
      # The rights of each remedy, in mode Enforce only.
      remedies:
        replace: true
        rollOut: true
      """;

  private static final String VALUES_SCHEMA =
      """
      {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "mode": { "enum": ["Observe", "Enforce"] },
          "image": { "type": "string", "pattern": "[:@][^:@/]+$", "not": { "pattern": ":latest$" } },
          "replicas": { "type": "integer", "minimum": 1 },
          "remedies": {
            "type": "object",
            "additionalProperties": false,
            "properties": { "replace": { "type": "boolean" }, "rollOut": { "type": "boolean" } }
          },
          "global": { "type": "object" }
        }
      }
      """;

  private Chart() {}

  /** Every file of the chart by its path. */
  public static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("Chart.yaml", NAME);
    files.put("values.yaml", VALUES);
    files.put("values.schema.json", VALUES_SCHEMA);
    CustomResourceDefinitions.files().forEach((name, text) -> files.put("crds/" + name, text));
    for (String name : OperatorManifests.BASE) {
      files.put(template(name), OperatorManifests.write(OperatorManifests.base(name), EXPRESSIONS));
    }
    for (String name : OperatorManifests.REMEDIES) {
      String value = name.equals("roll-out") ? "rollOut" : name;
      files.put(
          template(name),
          "{{- if and (eq .Values.mode \"Enforce\") .Values.remedies.%s }}\n".formatted(value)
              + OperatorManifests.write(OperatorManifests.remedy(name), EXPRESSIONS)
              + "{{- end }}\n");
    }
    return files;
  }

  private static String template(String name) {
    return "templates/" + name + ".yaml";
  }
}
