package com.trixtech.selfheal.kubernetes.act;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.trixtech.selfheal.kubernetes.objects.Marks;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/**
 * One change of a Deployment in one request, good only for the version that was read: whoever
 * changed it in between makes the API server answer 409. Not thread-safe.
 */
final class Patches {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);

  private final Deployment read;
  private final ArrayNode operations = JSON.createArrayNode();

  Patches(Deployment read) {
    this.read = read;
    set("replace", "/metadata/resourceVersion", read.getMetadata().getResourceVersion());
    if (Marks.annotations(read).isEmpty()) {
      operations
          .addObject()
          .put("op", "add")
          .put("path", "/metadata/annotations")
          .putObject("value");
    }
  }

  private Patches set(String operation, String path, Object value) {
    operations
        .addObject()
        .put("op", operation)
        .put("path", path)
        .set("value", JSON.valueToTree(value));
    return this;
  }

  /** Sets a field, whether it is there or not. */
  Patches set(String path, Object value) {
    return set("add", path, value);
  }

  Patches annotate(String name, String value) {
    return set("add", annotation(name), value);
  }

  Patches unannotate(String name) {
    operations.addObject().put("op", "remove").put("path", annotation(name));
    return this;
  }

  private static String annotation(String name) {
    return "/metadata/annotations/" + name.replace("~", "~0").replace("/", "~1");
  }

  void send(KubernetesClient api) {
    api.resource(read).patch(JSON_PATCH, operations.toString());
  }
}
