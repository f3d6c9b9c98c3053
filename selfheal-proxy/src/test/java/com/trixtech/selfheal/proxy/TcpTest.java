package com.trixtech.selfheal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.proxy.wire.Protocol;
import java.net.SocketException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opaque connections: passed on, moved on, cut. */
class TcpTest {
  @TempDir Path folder;
  private Bed bed;
  private Backend one;
  private Backend two;

  @BeforeEach
  void start() throws Exception {
    bed = new Bed(folder);
    bed.protocol = Protocol.TCP;
    one = bed.backend();
    two = bed.backend();
    bed.route(one, two);
  }

  @AfterEach
  void stop() throws Exception {
    bed.close();
  }

  @Test
  void a_connection_stays_with_its_endpoint_and_large_content_passes() throws Exception {
    one.mode = Backend.Mode.ECHO;
    bed.route(one);
    String large = "0123456789abcdef".repeat(400_000);
    try (Http client = bed.client()) {
      assertThat(client.post("/", "", large).text()).isEqualTo(large);
      assertThat(client.post("/", "", "again").text()).isEqualTo("again");
    }
    assertThat(one.connections).hasValue(1);
    Bed.until("closed", () -> bed.stats().connections() == 0);
  }

  @Test
  void a_refused_connect_goes_to_the_next_endpoint() throws Exception {
    one.kill();
    for (int i = 0; i < 6; i++) {
      try (Http client = bed.client()) {
        assertThat(client.get("/").text()).isEqualTo(two.uid);
      }
    }
  }

  @Test
  void when_an_endpoint_leaves_its_connections_are_cut_so_that_pools_notice() throws Exception {
    bed.route(one);
    try (Http client = bed.client()) {
      client.get("/");
      bed.route(two);
      assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
    }
    try (Http client = bed.client()) {
      assertThat(client.get("/").text()).isEqualTo(two.uid);
    }
  }

  @Test
  void without_endpoints_a_connection_is_closed_at_once() throws Exception {
    bed.route();
    try (Http client = bed.client()) {
      assertThat(closed(client)).isTrue();
    }
  }

  private static boolean closed(Http client) throws Exception {
    try {
      return client.socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true; // reset
    }
  }
}
