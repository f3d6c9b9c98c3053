package com.trixtech.selfheal.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.manifest.ManifestException;
import com.trixtech.selfheal.manifest.ManifestReader;
import com.trixtech.selfheal.manifest.Problem;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy as the API server stores it. Its spec stays JSON until {@link #read} is called, because
 * one policy that cannot be read must not end the watch over all of them: the API server's rules
 * refuse most mistakes, but not those that they cannot express, nor what was stored before them.
 * Not thread-safe, like every fabric8 object; nobody changes one that came out of a cache.
 */
@Group(HealPolicy.GROUP)
@Version(HealPolicy.VERSION)
@Kind("HealPolicy")
@Plural("healpolicies")
@ShortNames("hp")
public final class HealPolicy extends CustomResource<JsonNode, HealPolicyStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** The API group of both kinds. */
  public static final String GROUP = "selfheal.trixtech.com";

  /** The one version that there is. */
  public static final String VERSION = "v1alpha1";

  /** What {@link #read} finds. */
  public sealed interface Reading {
    /** A policy that can be followed: defaults applied, every rule kept. */
    record Whole(com.trixtech.selfheal.manifest.policy.HealPolicy policy) implements Reading {}

    /** A policy that cannot be followed, and everything that is wrong with it. */
    record Refused(List<String> problems) implements Reading {
      /** Copies the list. */
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /**
   * The policy in the words of {@code selfheal-manifest}, by the reader that reads files: the same
   * defaults, the same rules, the same messages on one machine and on a cluster.
   *
   * <p>A field that is not known is refused, also here where the API server has let it through: its
   * definition is then newer than this build, and what the field changes of the rest, nobody here
   * can tell.
   */
  public Reading read() {
    var document = JsonNodeFactory.instance.objectNode();
    document.put("apiVersion", GROUP + "/" + VERSION).put("kind", "HealPolicy");
    var metadata = document.putObject("metadata").put("name", getMetadata().getName());
    if (getMetadata().getNamespace() != null) {
      metadata.put("namespace", getMetadata().getNamespace());
    }
    JsonNode spec = getSpec();
    if (spec != null) {
      document.set("spec", spec);
    }
    try {
      var read = ManifestReader.parsePart(getMetadata().getName(), document.toString());
      var policy = read.healPolicies().getFirst().value();
      return new Reading.Whole(
          new com.trixtech.selfheal.manifest.policy.HealPolicy(
              policy.apiVersion(), policy.kind(), getMetadata(), policy.spec()));
    } catch (ManifestException e) {
      return new Reading.Refused(
          e.problems().stream()
              .filter(problem -> problem.severity() == Problem.Severity.ERROR)
              .map(problem -> problem.path() + ": " + problem.message())
              .toList());
    }
  }

  /** The workload that it names, also where {@link #read} refuses it; empty where it names none. */
  public Optional<WorkloadRef> target() {
    if (getSpec() == null) {
      return Optional.empty();
    }
    String namespace = Objects.requireNonNullElse(getMetadata().getNamespace(), "default");
    JsonNode ref = getSpec().path("targetRef");
    String name = ref.path("name").asText();
    return Arrays.stream(WorkloadRef.Kind.values())
        .filter(kind -> kind.word().equals(ref.path("kind").asText()) && !name.isEmpty())
        .map(kind -> new WorkloadRef(namespace, kind, name))
        .findFirst();
  }

  @Override
  protected @Nullable JsonNode initSpec() {
    return null;
  }

  @Override
  protected @Nullable HealPolicyStatus initStatus() {
    return null;
  }
}
