package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.kubernetes.act.Fence;
import com.trixtech.selfheal.kubernetes.testing.ApiServer;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fence before each act, on a real API server. */
class LeaseFenceTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

  @SuppressWarnings("NullAway.Init")
  private KubernetesClient api;

  @SuppressWarnings("NullAway.Init")
  private String namespace;

  @SuppressWarnings("NullAway.Init")
  private Fence fence;

  @BeforeEach
  void begin() {
    ApiServer server = ApiServer.get();
    api = server.admin();
    namespace = server.namespace("lease");
    api.resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(Leadership.LEASE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("us")
                .withLeaseTransitions(3)
                .withLeaseDurationSeconds(15)
                .withRenewTime(NOW.atZone(ZoneOffset.UTC))
                .endSpec()
                .build())
        .create();
    fence = at(NOW);
  }

  private Fence at(Instant now) {
    return LeaseFence.of(api, namespace, "us", LeaseRhythm.DEFAULT, InstantSource.fixed(now));
  }

  private void edit(UnaryOperator<LeaseBuilder> change) {
    api.leases()
        .inNamespace(namespace)
        .withName(Leadership.LEASE)
        .edit(lease -> change.apply(new LeaseBuilder(lease)).build());
  }

  @Test
  void itIsOpenForTheHolderAsLongAsAnActMayTake() {
    assertThat(fence.closed()).isEmpty();
    assertThat(at(NOW.plusSeconds(10)).closed()).isEmpty();
    assertThat(at(NOW.plusSeconds(11)).closed()).get().asString().contains("too soon for an act");
  }

  @Test
  void itIsClosedWhereSomebodyElseHoldsTheLease() {
    edit(l -> l.editSpec().withHolderIdentity("them").endSpec());

    assertThat(fence.closed()).contains("them holds the lease (expected: us)");
  }

  @Test
  void case15ItStaysClosedForAnOldTermOfAProcessThatLeadsAgain() {
    edit(l -> l.editSpec().withLeaseTransitions(5).endSpec());

    assertThat(fence.closed()).contains("the lease has changed hands 5 times (expected: 3)");
    assertThat(at(NOW).closed()).isEmpty();
  }

  @Test
  void itIsClosedOnceTheLeaseWasGivenBackThoughTheNameStaysInIt() {
    edit(l -> l.editSpec().withLeaseDurationSeconds(1).endSpec());

    assertThat(fence.closed()).get().asString().contains("too soon for an act");
  }

  @Test
  void itIsClosedWhereTheLeaseIsGone() {
    api.leases().inNamespace(namespace).withName(Leadership.LEASE).delete();

    assertThat(fence.closed()).contains("there is no lease selfheal-operator");
  }
}
