package com.trixtech.selfheal.kubernetes.journal;

/** Names one Remediation. */
record PageName(String namespace, String name) {
  @Override
  public String toString() {
    return "Remediation " + namespace + "/" + name;
  }
}
