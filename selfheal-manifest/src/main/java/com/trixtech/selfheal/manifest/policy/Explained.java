package com.trixtech.selfheal.manifest.policy;

/** An alternative that says in one sentence what it means; the generated docs print it. */
public interface Explained {
  /** One sentence. */
  String meaning();
}
