package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.local.node.InstanceRecord;
import com.trixtech.selfheal.manifest.Manifests;
import com.trixtech.selfheal.manifest.semantics.InstanceContext;
import com.trixtech.selfheal.manifest.semantics.ServiceEnvironment;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What an instance is told about itself and about the Services around it. Stateless. */
final class PodContext {
  private PodContext() {}

  /** What the downward API knows. */
  static InstanceContext of(InstanceRecord instance, PodTemplateSpec template) {
    var meta = template.getMetadata();
    Map<String, String> annotations = meta == null ? null : meta.getAnnotations();
    return new InstanceContext(
        instance.name(),
        instance.workload().namespace(),
        instance.uid(),
        instance.ip(),
        "127.0.0.1",
        "local",
        "default",
        WorkloadSpec.labels(template),
        Objects.requireNonNullElse(annotations, Map.of()));
  }

  /** The variables that Kubernetes injects for the Services of a namespace. */
  static Map<String, String> services(Applied applied, String namespace, Addresses addresses) {
    Map<String, String> variables = new HashMap<>();
    for (Service service : applied.services()) {
      if (ServiceRoutes.hasAddress(service) && Manifests.namespaceOf(service).equals(namespace)) {
        String address = addresses.service(service.getMetadata().getName());
        variables.putAll(ServiceEnvironment.of(service, address));
      }
    }
    return variables;
  }
}
