package com.trixtech.selfheal.local.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressPoolTest {

  @TempDir Path folder;

  @Test
  void a_state_directory_gets_one_network_and_keeps_it() {
    AddressPool pool = pool("a");
    assertThat(pool.network()).isBetween(2, 254);
    assertThat(pool.healer()).isEqualTo("127." + pool.network() + ".0.1");
    assertThat(pool("a").network()).isEqualTo(pool.network());
  }

  @Test
  void a_service_keeps_its_address_and_a_forgotten_one_gives_it_back() {
    AddressPool pool = pool("a");
    String backend = pool.service("backend");
    assertThat(backend).isEqualTo("127." + pool.network() + ".1.1");
    assertThat(pool.service("postgres")).isEqualTo("127." + pool.network() + ".1.2");
    assertThat(pool("a").service("backend")).isEqualTo(backend);
    pool.forgetService("backend");
    assertThat(pool.service("frontend")).isEqualTo(backend);
  }

  @Test
  void instances_go_upward_and_on_after_a_restart() {
    AddressPool pool = pool("a");
    String prefix = "127." + pool.network();
    assertThat(pool.nextInstance(_ -> false)).isEqualTo(prefix + ".2.1");
    assertThat(pool.nextInstance(_ -> false)).isEqualTo(prefix + ".2.2");
    assertThat(pool("a").nextInstance(_ -> false)).isEqualTo(prefix + ".2.3");
    assertThat(pool.nextInstance(a -> !a.endsWith(".3.7"))).isEqualTo(prefix + ".3.7");
  }

  @Test
  void instances_wrap_around_and_skip_those_in_use() {
    AddressPool pool = pool("a");
    String prefix = "127." + pool.network();
    pool.nextInstance(a -> !a.endsWith(".255.254"));
    assertThat(pool.nextInstance(a -> a.equals(prefix + ".2.1"))).isEqualTo(prefix + ".2.2");
    assertThatThrownBy(() -> pool.nextInstance(_ -> true)).isInstanceOf(AddressesUnavailable.class);
  }

  @Test
  void a_claim_of_a_directory_that_is_gone_or_has_another_network_is_stale() throws IOException {
    int wanted = pool("a").network();
    Path a = folder.resolve("a").toRealPath();
    Files.delete(a.resolve("net.json")); // as after a wipe by hand: nothing says that it has one
    Path claim = registry().resolve("127." + wanted);
    for (String stale : List.of(folder.resolve("gone").toString(), "", a.toString())) {
      Files.writeString(claim, stale);
      assertThat(pool("a").network()).isEqualTo(wanted);
      assertThat(claim).hasContent(a.toString());
      Files.delete(a.resolve("net.json"));
    }
  }

  @Test
  void a_claim_of_a_living_run_is_respected() throws IOException {
    AddressPool first = pool("a");
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Files.copy(folder.resolve("a/net.json"), copy.resolve("net.json"));
    AddressPool second = pool("copy");
    assertThat(second.network()).isNotEqualTo(first.network());
    assertThat(second.nextInstance(_ -> false)).startsWith("127." + second.network() + ".");
  }

  @Test
  void a_network_on_which_a_stranger_listens_is_not_taken_and_our_own_is() throws IOException {
    int wanted = pool("a").network();
    // Java binds through an IPv6 socket where it can: the kernel shows that in tcp6 only.
    try (ServerSocket listener =
        new ServerSocket(0, 1, InetAddress.getByName("127." + wanted + ".9.9"))) {
      assertThat(listener.isBound()).isTrue();
      assertThat(pool("a").network()).as("ours, from before").isEqualTo(wanted);
      pool("a").release();
      assertThat(pool("a").network()).as("after release a stranger's").isNotEqualTo(wanted);
    }
  }

  @Test
  void listeners_are_read_from_both_kernel_tables() {
    String header = "  sl  local_address rem_address   st tx_queue";
    assertThat(
            Listeners.networks(
                List.of(
                    header,
                    "   0: 0102457F:1F90 00000000:0000 0A 00000000:00000000",
                    "   1: 0102467F:1F90 0102467F:1F91 01 00000000:00000000",
                    "   2: 00000000:1F90 00000000:0000 0A 00000000:00000000",
                    "   3: 0000000000000000FFFF00000909C87F:D431 00000000000000000000000000000000:0000 0A")))
        .containsExactlyInAnyOrder(0x45, 0xC8);
  }

  @Test
  void released_is_free_for_others() throws IOException {
    AddressPool pool = pool("a");
    Path claim = registry().resolve("127." + pool.network());
    assertThat(claim).exists();
    pool.release();
    assertThat(claim).doesNotExist();
    assertThat(folder.resolve("a/net.json")).doesNotExist();
  }

  @Test
  void a_moved_state_directory_gives_its_claim_up() throws IOException {
    int before = pool("a").network();
    Files.move(folder.resolve("a"), folder.resolve("b"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(pool("b").network()).as("the old owner is gone").isEqualTo(before);
  }

  @Test
  void many_starts_at_one_moment_get_networks_of_their_own() throws Exception {
    List<Callable<Integer>> starts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String name = "s" + i;
      starts.add(() -> pool(name).network());
    }
    Set<Integer> networks = new TreeSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> start : threads.invokeAll(starts)) {
        networks.add(start.get());
      }
    }
    assertThat(networks).hasSize(40);
  }

  @Test
  void elsewhere_than_on_linux_it_says_what_to_do() {
    assertThatThrownBy(() -> AddressPool.requireLinux("Mac OS X"))
        .isInstanceOf(AddressesUnavailable.class)
        .hasMessageContaining("Mac OS X")
        .hasMessageContaining("virtual machine");
  }

  @Test
  void the_registry_follows_the_session_or_the_user() throws IOException {
    assertThat(Claims.registry("/run/user/7")).isEqualTo(Path.of("/run/user/7/selfheal/net"));
    Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    assertThat(Claims.registry(null)).isEqualTo(Path.of("/tmp/selfheal-" + uid + "/net"));
  }

  private Path registry() {
    return folder.resolve("registry/net");
  }

  private AddressPool pool(String state) {
    return AddressPool.claim(folder.resolve(state), registry());
  }
}
