package com.trixtech.selfheal.kubernetes.install;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec;
import com.trixtech.selfheal.kubernetes.api.RemediationStatus;
import com.trixtech.selfheal.manifest.policy.Spec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The definitions of both custom resources, generated from their records. The files of {@code
 * deploy/operator/crds} are their text. Stateless.
 */
public final class CustomResourceDefinitions {
  private CustomResourceDefinitions() {}

  /** Each definition as YAML, by its file's name. */
  public static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("healpolicies.yaml", Yaml.write(healPolicies()));
    files.put("remediations.yaml", Yaml.write(remediations()));
    return files;
  }

  static ObjectNode healPolicies() {
    ArrayNode columns = JsonNodeFactory.instance.arrayNode();
    column(columns, "Target", "string", ".spec.targetRef.name", "The workload that is healed.", 0);
    column(columns, "Mode", "string", ".spec.mode", "How far the healer may go.", 0);
    column(columns, "Phase", "string", ".status.phase", "What the operator does with it.", 0);
    column(columns, "Healthy", "integer", ".status.currentHealthy", "Healthy instances.", 0);
    column(columns, "Of", "integer", ".status.expectedReplicas", "Instances there should be.", 0);
    column(
        columns,
        "Allowed",
        "integer",
        ".status.disruptionsAllowed",
        "How many more may be disrupted now.",
        0);
    column(
        columns,
        "Acts",
        "integer",
        ".status.actionsInWindow",
        "Acts that count within the budget's window.",
        0);
    column(columns, "Recovered", "integer", ".status.recovered", "Incidents with proof.", 1);
    column(columns, "Escalated", "integer", ".status.escalated", "Incidents with a call.", 1);
    column(columns, "Story", "string", ".status.summary", "What is the case, and why.", 0);
    age(columns);
    return definition(
        HealPolicy.class,
        "A HealPolicy says what may be healed, on which evidence, how far and how fast.",
        Schema.of(Spec.class, true).put("description", "The policy itself."),
        Schema.of(HealPolicyStatus.class, false)
            .put("description", "What the operator last knew; written by it alone."),
        columns);
  }

  static ObjectNode remediations() {
    ArrayNode columns = JsonNodeFactory.instance.arrayNode();
    column(columns, "Target", "string", ".spec.targetRef.name", "The workload that ails.", 0);
    column(columns, "Cause", "string", ".spec.cause", "Why it ails.", 0);
    column(columns, "Remedy", "string", ".spec.remedy", "The remedy that was last planned.", 0);
    column(columns, "On", "string", ".spec.remedyTarget", "What it was to be done to.", 1);
    column(columns, "Guard", "string", ".spec.guard.reason", "What the guard said.", 0);
    column(columns, "Phase", "string", ".status.phase", "Where the incident stands.", 0);
    column(columns, "Verdict", "string", ".status.verdict", "Whether the remedy helped.", 0);
    column(columns, "Acts", "integer", ".status.acts", "Acts that were begun.", 1);
    column(columns, "Story", "string", ".status.summary", "What was done, or why nothing.", 0);
    age(columns);
    return definition(
        Remediation.class,
        "A Remediation is one incident as the operator journals it; nobody else writes it.",
        Schema.of(RemediationSpec.class, false)
            .put("description", "What is known, meant and written down of one incident."),
        Schema.of(RemediationStatus.class, false).put("description", "How the incident goes."),
        columns);
  }

  private static ObjectNode definition(
      Class<? extends HasMetadata> type,
      String description,
      ObjectNode spec,
      ObjectNode status,
      ArrayNode columns) {
    String plural = HasMetadata.getPlural(type);
    ObjectNode definition = JsonNodeFactory.instance.objectNode();
    definition.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
    definition.putObject("metadata").put("name", plural + "." + HealPolicy.GROUP);
    ObjectNode body = definition.putObject("spec").put("group", HealPolicy.GROUP);
    ObjectNode names = body.putObject("names");
    names
        .put("kind", HasMetadata.getKind(type))
        .put("listKind", HasMetadata.getKind(type) + "List");
    names.put("plural", plural).put("singular", HasMetadata.getSingular(type));
    names.putArray("shortNames").add(type == HealPolicy.class ? "hp" : "rem");
    names.putArray("categories").add("selfheal");
    body.put("scope", "Namespaced");
    ObjectNode version = body.putArray("versions").addObject();
    version.put("name", HealPolicy.VERSION).put("served", true).put("storage", true);
    version.putObject("subresources").putObject("status");
    version.set("additionalPrinterColumns", columns);
    ObjectNode schema = version.putObject("schema").putObject("openAPIV3Schema");
    schema.put("description", description).put("type", "object");
    schema.putArray("required").add("spec");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("apiVersion").put("type", "string");
    properties.putObject("kind").put("type", "string");
    properties.putObject("metadata").put("type", "object");
    properties.set("spec", spec);
    properties.set("status", status);
    return definition;
  }

  private static void column(
      ArrayNode columns, String name, String type, String path, String description, int priority) {
    ObjectNode column = columns.addObject().put("name", name).put("type", type);
    column.put("jsonPath", path).put("description", description);
    if (priority > 0) {
      column.put("priority", priority);
    }
  }

  private static void age(ArrayNode columns) {
    column(columns, "Age", "date", ".metadata.creationTimestamp", "How old it is.", 0);
  }
}
