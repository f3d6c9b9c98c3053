package com.trixtech.selfheal.kubernetes.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** HealPolicies from the YAML of their spec. */
public final class Specs {
  private Specs() {}

  public static HealPolicy policy(String namespace, String name, String spec) {
    HealPolicy policy = new HealPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    // What begins with a brace would be read as JSON.
    policy.setSpec(new KubernetesSerialization().unmarshal("---\n" + spec, JsonNode.class));
    return policy;
  }
}
