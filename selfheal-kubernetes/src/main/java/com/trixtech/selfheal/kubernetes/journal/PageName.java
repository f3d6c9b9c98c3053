package com.trixtech.selfheal.kubernetes.journal;

import com.trixtech.selfheal.kubernetes.api.Remediation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** Names one Remediation. */
record PageName(String namespace, String name) {

  /** A Remediation of that name, without content: a request about it needs no more. */
  Remediation object() {
    Remediation named = new Remediation();
    named.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    return named;
  }

  @Override
  public String toString() {
    return "Remediation " + namespace + "/" + name;
  }
}
