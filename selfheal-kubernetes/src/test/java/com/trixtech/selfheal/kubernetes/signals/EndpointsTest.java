package com.trixtech.selfheal.kubernetes.signals;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private static EndpointSlice slice(String endpoints) {
    return Endpoints.trim(
        Serialization.unmarshal(
            """
            metadata: {name: postgres-abc, namespace: shop, labels: {kubernetes.io/service-name: postgres}}
            ports: [{port: 5432}]
            endpoints: [%s]
            """
                .formatted(endpoints),
            EndpointSlice.class));
  }

  @Test
  void aHostThatIsAServicesNameLeadsToItsSlices() {
    assertThat(Endpoints.group(slice(""))).isEqualTo("shop/postgres");
    assertThat(Endpoints.groupOf("postgres.shop.svc")).contains("shop/postgres");
    assertThat(Endpoints.groupOf("postgres.shop.svc.cluster.local.")).contains("shop/postgres");
    assertThat(Endpoints.groupOf("db.example.org")).isEmpty();
    assertThat(Endpoints.groupOf("10.0.0.7")).isEmpty();
  }

  @Test
  void noSliceAndAnEmptyOneSayThatNobodyIsBehindIt() {
    assertThat(Endpoints.sentence("shop/postgres", List.of()))
        .isEqualTo("Service postgres has no endpoints: no pod matches it, or it is not there");
    assertThat(Endpoints.sentence("shop/postgres", List.of(slice(""))))
        .isEqualTo("Service postgres has no endpoints: no pod matches it, or it is not there");
  }

  @Test
  void aPodOfTwoFamiliesCountsOnceAndAnAbsentConditionIsReady() {
    String four =
        """
        {addresses: [10.0.0.1], conditions: {ready: true}, targetRef: {uid: a}},
        {addresses: [10.0.0.2], conditions: {ready: false}, targetRef: {uid: b}},
        {addresses: [10.0.0.3]}\
        """;
    String six = "{addresses: ['fd00::1'], conditions: {ready: true}, targetRef: {uid: a}}";
    assertThat(Endpoints.sentence("shop/postgres", List.of(slice(four), slice(six))))
        .isEqualTo("Service postgres has 2 of 3 endpoints ready");
  }
}
