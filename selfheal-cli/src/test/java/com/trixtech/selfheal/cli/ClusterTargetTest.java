package com.trixtech.selfheal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.cli.exit.ExitCode;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cluster a command means, and what it says where there is none that answers. */
class ClusterTargetTest {
  @TempDir Path directory;

  private static final Map<String, String> PLUGIN =
      Map.of("SELFHEAL_CALLED_AS", "kubectl-selfheal");

  private Run run(Map<String, String> environment, String... arguments) {
    return Run.with(directory, environment, false, InstantSource.system(), arguments);
  }

  private Path kubeconfig(String file, String context, int port) throws IOException {
    return Files.writeString(
        directory.resolve(file),
        """
        apiVersion: v1
        kind: Config
        current-context: %1$s
        clusters: [{name: %1$s, cluster: {server: "https://127.0.0.1:%2$d"}}]
        users: [{name: %1$s, user: {token: t}}]
        contexts: [{name: %1$s, context: {cluster: %1$s, user: %1$s, namespace: shop}}]
        """
            .formatted(context, port));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "incidents",
        "incident i-0001",
        "explain checkout",
        "approve i-0001",
        "pause --reason x",
        "resume"
      })
  void a_kubeconfig_that_is_not_there_is_named(String line) {
    Run run = run(Map.of(), (line + " --kubeconfig nowhere").split(" "));

    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "error: --kubeconfig: %s is not there (expected: a readable file)%n"
                    .formatted(directory.resolve("nowhere"))
                + "  name one with --kubeconfig or KUBECONFIG\n");
  }

  @Test
  void as_a_plug_in_of_kubectl_it_asks_a_cluster_without_being_told() {
    Run run =
        run(
            Map.of("SELFHEAL_CALLED_AS", "kubectl-selfheal", "HOME", directory.toString()),
            "status");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains(directory.resolve(".kube").resolve("config").toString());
  }

  @Test
  void an_unknown_context_is_answered_with_the_known_ones() throws IOException {
    Path file = kubeconfig("config", "kind", closedPort());

    Run run = run(Map.of("KUBECONFIG", file.toString()), "status", "--context", "prod");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).isEqualTo("error: context: prod (expected: one of kind)\n");
  }

  @Test
  void a_file_that_is_no_kubeconfig_is_no_defect() throws IOException {
    Files.writeString(directory.resolve("config"), "current-context: [1");

    Run run = run(Map.of(), "status", "--kubeconfig", "config");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).startsWith("error: kubeconfig: ").contains("cannot be read");
  }

  @Test
  void of_several_files_each_context_counts_and_the_first_says_which_is_the_current_one()
      throws IOException {
    int first = closedPort();
    int second = closedPort();
    String files =
        String.join(
            File.pathSeparator,
            directory.resolve("absent").toString(),
            kubeconfig("one", "blue", first).toString(),
            kubeconfig("two", "green", second).toString());

    assertThat(run(Map.of("KUBECONFIG", files), "status", "-n", "shop").err())
        .contains("https://127.0.0.1:" + first + "/ of context blue does not answer");
    assertThat(run(Map.of("KUBECONFIG", files), "status", "--context", "green").err())
        .contains("https://127.0.0.1:" + second + "/ of context green does not answer");
  }

  @Test
  void a_server_that_does_not_answer_leaves_the_truth_open() throws IOException {
    Path file = kubeconfig("config", "kind", closedPort());

    Run run = run(Map.of(), "status", "--kubeconfig", file.toString(), "-o", "json");

    assertThat(run.code()).isEqualTo(ExitCode.INCONCLUSIVE.code());
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("{").contains("INCONCLUSIVE", "does not answer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up --context kind",
        "down --kubeconfig x",
        "apply --namespace=shop",
        "logs backend-0 --context kind"
      })
  void what_works_on_one_machine_only_says_what_works_on_a_cluster(String line) {
    Run run = run(Map.of(), line.split(" "));

    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err())
        .contains("works on one machine, not on a cluster (expected there: status, incidents,");
  }

  @Test
  void a_cluster_has_drills_of_its_own_and_says_why_others_are_not_among_them() throws IOException {
    String file = kubeconfig("config", "kind", closedPort()).toString();

    assertThat(run(Map.of("KUBECONFIG", file), "drill", "list", "-n", "shop").out())
        .contains("kill-instance  (never drilled here)", "database-failover")
        .doesNotContain("payment-slow");
    Run payment = run(Map.of("KUBECONFIG", file), "drill", "run", "payment-slow", "-n", "shop");
    assertThat(payment.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(payment.err())
        .startsWith(
            "error: drill: payment-slow does not run on a cluster: the provider's control port is"
                + " within reach on one machine only (expected: one of kill-instance, ");
    assertThat(run(PLUGIN, "drill", "run", "traffic-burst").err()).contains("on a cluster: ");
  }

  @Test
  void a_drill_on_a_cluster_that_does_not_answer_does_nothing() throws IOException {
    String file = kubeconfig("config", "kind", closedPort()).toString();

    Run run = run(Map.of("KUBECONFIG", file), "drill", "run", "kill-instance", "-n", "shop");

    assertThat(run.code()).isEqualTo(ExitCode.INCONCLUSIVE.code());
    assertThat(run.err()).contains("error: API server: ", "does not answer");
  }

  @Test
  void an_option_of_drills_that_does_not_belong_there_is_refused() throws IOException {
    String file = kubeconfig("config", "kind", closedPort()).toString();
    Map<String, String> environment = Map.of("KUBECONFIG", file);

    assertThat(run(environment, "drill", "run", "kill-instance", "-n", "shop", "-f", "x").err())
        .contains("error: -f: x (expected: none on a cluster, which has its manifests)");
    assertThat(run(environment, "drill", "run", "kill-instance", "--load-image", "x").err())
        .contains("error: --load-image: x (expected: none on this machine; -n NAMESPACE means");
    assertThat(run(environment, "drill", "run", "kill-instance", "--rate", "9").err())
        .contains("error: --rate: 9 (expected: none on this machine)");
    assertThat(run(environment, "drill", "-n", "shop", "list").err())
        .contains("error: Unknown options: '-n', 'shop'");
  }

  @Test
  void kubectl_is_told_the_same_and_still_gets_help() {
    assertThat(run(PLUGIN, "up").err()).startsWith("error: up: works on one machine");
    assertThat(run(PLUGIN, "up", "--help").code()).isZero();
    assertThat(run(PLUGIN, "version").code()).isZero();
  }
}
