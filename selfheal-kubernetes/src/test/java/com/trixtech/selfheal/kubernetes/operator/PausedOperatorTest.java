package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.api.RemediationPhase;
import com.trixtech.selfheal.kubernetes.objects.PauseWish;
import com.trixtech.selfheal.kubernetes.operator.OperatedCluster.Process;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An operator that is paused by an annotation of the policy. */
class PausedOperatorTest extends OperatedTest {

  private void annotate(@Nullable String value) {
    world
        .server
        .admin()
        .resources(HealPolicy.class)
        .inNamespace(world.namespace)
        .withName("backend")
        .edit(p -> {
          Map<String, String> annotations = new HashMap<>();
          if (value != null) {
            annotations.put(PauseWish.ANNOTATION, value);
          }
          p.getMetadata().setAnnotations(annotations);
          return p;
        });
  }

  private void holds(String annotation, String said) {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    annotate(annotation);
    Process operator = world.operator(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Paused);

    world.cluster.ready(pods.getFirst(), false);

    world.untilPhase(RemediationPhase.Blocked);
    Waiting.until(
        "the story says why",
        () ->
            world
                .status("backend")
                .filter(s -> String.valueOf(s.summary()).contains(said))
                .isPresent());
    assertThat(operator.evictions()).isEmpty();

    annotate(null);

    untilEvicted(pods.getFirst());
    assertThat(world.journalCounts("Paused")).isEqualTo(1);
    assertThat(world.journalCounts("Resumed")).isEqualTo(1);
  }

  @Test
  void whilePausedItBeginsNoActAndAfterwardsItDoes() {
    holds(
        PauseWish.text(Instant.now().plusSeconds(3600), "load test"),
        "by whoever annotated HealPolicy backend until");
  }

  @Test
  void aPauseThatCannotBeReadHoldsAndSaysWhatWasExpected() {
    holds("soon", "selfheal.trixtech.com/paused: \"soon\" (expected: " + PauseWish.EXPECTED);
  }

  @Test
  void aPauseEndsByItself() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    annotate(PauseWish.text(Instant.now().plusSeconds(8), "a moment"));
    world.operator(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Paused);

    world.cluster.ready(pods.getFirst(), false);

    untilEvicted(pods.getFirst());
    assertThat(world.journalCounts("Resumed")).isZero();
  }
}
