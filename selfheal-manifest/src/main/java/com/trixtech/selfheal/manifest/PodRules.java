package com.trixtech.selfheal.manifest;

import com.trixtech.selfheal.manifest.semantics.InstanceContext;
import com.trixtech.selfheal.manifest.semantics.LabelMatch;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of a workload's selector and pod template. */
final class PodRules {
  private static final String POD = "spec.template.spec";

  private final Problems problems;

  PodRules(Problems problems) {
    this.problems = problems;
  }

  /** Reports what is wrong; true when there is a template with a pod spec. */
  boolean check(
      Sourced<?> object,
      @Nullable LabelSelector selector,
      @Nullable PodTemplateSpec template,
      Set<String> claims) {
    if (LabelMatch.isEmpty(selector)) {
      problems.error(
          object,
          "spec.selector",
          "spec.selector: missing or empty (expected: matchLabels that the template's labels carry)");
    }
    if (template == null || template.getSpec() == null) {
      problems.error(object, "spec.template", "spec.template.spec: missing (expected: a pod)");
      return false;
    }
    Map<String, String> labels =
        template.getMetadata() == null
            ? Map.of()
            : Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.of());
    if (!LabelMatch.isEmpty(selector) && !LabelMatch.matches(selector, labels)) {
      problems.error(
          object,
          "spec.template.metadata.labels",
          "labels: "
              + labels
              + " (expected: those of spec.selector, or the workload never finds its own pods)");
    }
    PodSpec pod = template.getSpec();
    if (pod.getRestartPolicy() != null && !pod.getRestartPolicy().equals("Always")) {
      problems.error(
          object,
          POD + ".restartPolicy",
          "restartPolicy: "
              + pod.getRestartPolicy()
              + " (expected: Always, the only value that a workload has)");
    }
    if (pod.getContainers().isEmpty()) {
      problems.error(object, POD + ".containers", "containers: none (expected: at least one)");
    }
    Set<String> volumes = new HashSet<>(claims);
    for (int i = 0; i < pod.getVolumes().size(); i++) {
      String name = pod.getVolumes().get(i).getName();
      if (name == null || !volumes.add(name)) {
        problems.error(
            object,
            POD + ".volumes[" + i + "]",
            "volumes[" + i + "].name: " + name + " (expected: a name, each once)");
      }
    }
    Set<String> names = new HashSet<>();
    containers(object, POD + ".initContainers", pod.getInitContainers(), names, volumes);
    containers(object, POD + ".containers", pod.getContainers(), names, volumes);
    return true;
  }

  private void containers(
      Sourced<?> object,
      String path,
      List<Container> containers,
      Set<String> names,
      Set<String> volumes) {
    Set<String> ports = new HashSet<>();
    for (int i = 0; i < containers.size(); i++) {
      Container container = containers.get(i);
      String at = path + "[" + i + "]";
      if (container.getName() == null) {
        problems.error(object, at, at + ".name: missing (expected: the container's name)");
      } else if (!names.add(container.getName())) {
        problems.error(
            object,
            at + ".name",
            "name: " + container.getName() + " (expected: each container once)");
      }
      if (container.getImage() == null || container.getImage().isBlank()) {
        problems.error(object, at + ".image", at + ".image: missing (expected: the image to run)");
      }
      ports(object, at, container, ports);
      probe(object, at + ".startupProbe", container, container.getStartupProbe(), true);
      probe(object, at + ".livenessProbe", container, container.getLivenessProbe(), true);
      probe(object, at + ".readinessProbe", container, container.getReadinessProbe(), false);
      for (int e = 0; e < container.getEnv().size(); e++) {
        env(object, at + ".env[" + e + "]", container.getEnv().get(e));
      }
      for (int m = 0; m < container.getVolumeMounts().size(); m++) {
        String name = container.getVolumeMounts().get(m).getName();
        if (name == null || !volumes.contains(name)) {
          String expected = NearestName.expectation(String.valueOf(name), volumes);
          problems.error(
              object,
              at + ".volumeMounts[" + m + "].name",
              "volumeMounts[" + m + "].name: " + name + " (expected: " + expected + ")");
        }
      }
    }
  }

  private void ports(Sourced<?> object, String at, Container container, Set<String> seen) {
    for (int i = 0; i < container.getPorts().size(); i++) {
      var port = container.getPorts().get(i);
      String path = at + ".ports[" + i + "]";
      if (port.getContainerPort() == null) {
        problems.error(object, path, path + ".containerPort: missing (expected: a port number)");
      } else if (!seen.add(
          Objects.requireNonNullElse(port.getProtocol(), "TCP") + " " + port.getContainerPort())) {
        problems.error(
            object,
            path + ".containerPort",
            "containerPort: " + port.getContainerPort() + " (expected: each port once in a pod)");
      }
      if (port.getName() != null && !seen.add(port.getName())) {
        problems.error(
            object,
            path + ".name",
            "name: " + port.getName() + " (expected: each port name once in a pod)");
      }
    }
  }

  private void probe(
      Sourced<?> object, String path, Container container, @Nullable Probe probe, boolean kills) {
    if (probe == null) {
      return;
    }
    String name = path.substring(path.lastIndexOf('.') + 1);
    try {
      ProbeSpec spec = ProbeSpec.of(probe, container);
      if (kills && spec.successThreshold() != 1) {
        problems.error(
            object,
            path + ".successThreshold",
            name
                + ".successThreshold: "
                + spec.successThreshold()
                + " (expected: 1, as it may restart)");
      }
    } catch (IllegalArgumentException e) {
      problems.error(object, path, name + "." + e.getMessage());
    }
    Long grace = probe.getTerminationGracePeriodSeconds();
    if (grace != null && (!kills || grace < 1)) {
      problems.error(
          object,
          path + ".terminationGracePeriodSeconds",
          name
              + ".terminationGracePeriodSeconds: "
              + grace
              + " (expected: "
              + (kills ? ">= 1" : "none, a readiness probe ends nothing")
              + ")");
    }
  }

  private void env(Sourced<?> object, String path, EnvVar variable) {
    if (variable.getName() == null
        || variable.getName().isEmpty()
        || variable.getName().contains("=")) {
      problems.error(
          object,
          path,
          path + ".name: " + variable.getName() + " (expected: a variable's name without '=')");
    }
    var from = variable.getValueFrom();
    if (from == null) {
      return;
    }
    if (variable.getValue() != null && !variable.getValue().isEmpty()) {
      problems.error(
          object,
          path,
          "env " + variable.getName() + ": value and valueFrom (expected: one of them)");
    }
    if (from.getFieldRef() == null
        && from.getConfigMapKeyRef() == null
        && from.getSecretKeyRef() == null) {
      problems.error(
          object,
          path + ".valueFrom",
          "env "
              + variable.getName()
              + ": valueFrom (expected: one of fieldRef, configMapKeyRef, secretKeyRef)");
    }
    if (from.getFieldRef() != null
        && !InstanceContext.knows(String.valueOf(from.getFieldRef().getFieldPath()))) {
      problems.error(
          object,
          path + ".valueFrom.fieldRef.fieldPath",
          "fieldPath: "
              + from.getFieldRef().getFieldPath()
              + " (expected: one of "
              + InstanceContext.FIELDS
              + ")");
    }
  }
}
