package com.trixtech.selfheal.kubernetes.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * One incident as the operator journals it, for people to read and for the operator to replay.
 * Written by the operator alone; made before the first act of its incident. Not thread-safe, like
 * every fabric8 object.
 */
@Group(HealPolicy.GROUP)
@Version(HealPolicy.VERSION)
@Kind("Remediation")
@Plural("remediations")
@ShortNames("rem")
public final class Remediation extends CustomResource<RemediationSpec, RemediationStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  protected @Nullable RemediationSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable RemediationStatus initStatus() {
    return null;
  }
}
