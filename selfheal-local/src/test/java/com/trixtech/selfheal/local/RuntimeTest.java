package com.trixtech.selfheal.local;

import static com.trixtech.selfheal.local.World.ALIVE_BY_FILE;
import static com.trixtech.selfheal.local.World.READY_BY_FILE;
import static com.trixtech.selfheal.local.World.SLEEP;
import static com.trixtech.selfheal.local.World.await;
import static com.trixtech.selfheal.local.World.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.signals.Snapshot.Exit;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import com.trixtech.selfheal.local.controllers.Eviction;
import com.trixtech.selfheal.local.faults.Fault;
import com.trixtech.selfheal.local.node.ImageMap;
import com.trixtech.selfheal.local.node.InstanceRecord;
import com.trixtech.selfheal.local.node.ProcessId;
import com.trixtech.selfheal.local.node.ProcessTable;
import com.trixtech.selfheal.local.state.Json;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.proxy.wire.DestinationSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runtime with real processes. */
final class RuntimeTest {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{name: http, port: 8080}]}
      """;

  @TempDir Path directory;
  private World world;

  @BeforeEach
  void begin() {
    world = new World(directory);
  }

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void instances_become_ready_and_are_published_at_once() {
    world.apply(deployment("web", 2, SLEEP, READY_BY_FILE), SERVICE);
    world.ready();
    assertThat(world.plane.endpoints("web")).isEqualTo(2);
    assertThat(world.runtime.status().services().getFirst().url()).startsWith("http://127.");
    assertThat(world.sentences).anyMatch(s -> s.endsWith("ready (2/2)"));
    assertThat(world.instances()).extracting(LocalStatus.Instance::ip).doesNotHaveDuplicates();
  }

  @Test
  void a_Service_says_how_long_one_try_may_take() {
    String patient =
        SERVICE.replace(
            "{name: web}",
            "{name: web, annotations: {selfheal.trixtech.com/per-try-timeout: 2500ms}}");
    world.apply(deployment("web", 1, SLEEP, READY_BY_FILE), patient);
    assertThat(world.plane.published.getLast().getFirst().settings().perTryTimeout())
        .isEqualTo(Duration.ofMillis(2500));
    world.apply(deployment("web", 1, SLEEP, READY_BY_FILE), SERVICE);
    assertThat(world.plane.published.getLast().getFirst().settings().perTryTimeout())
        .as("without the annotation")
        .isEqualTo(DestinationSettings.defaults().perTryTimeout());
  }

  @Test
  void a_failing_readiness_probe_takes_it_out_of_its_Service_and_a_good_one_back()
      throws IOException {
    world.apply(deployment("web", 2, SLEEP, READY_BY_FILE), SERVICE);
    world.ready();
    Path file = world.pod(world.first().uid()).resolve("ready");
    Files.delete(file);
    await("one endpoint is left", () -> world.plane.endpoints("web") == 1);
    Files.createFile(file);
    await("both are back", () -> world.plane.endpoints("web") == 2);
    assertThat(world.instances()).allMatch(i -> i.restarts() == 0);
  }

  /** As on a full disk: the instance stayed down, since its record could not be replaced. */
  @Test
  void an_instance_whose_record_cannot_be_written_is_restarted_and_its_record_follows()
      throws IOException {
    world.apply(deployment("web", 1, SLEEP, READY_BY_FILE));
    world.ready();
    var before = world.first();
    Path record = world.state.resolve("instances/" + before.uid() + ".json");
    Path inTheWay = record.resolveSibling(record.getFileName() + ".tmp");
    Files.createDirectory(inTheWay);
    ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly();
    await("it was restarted", () -> world.first().restarts() == 1 && world.first().ready());
    assertThat(record).content().contains("\"pid\":" + before.pid());

    // The next healer knows the dead process only; the living one is not left to hold the address.
    long unknown = world.first().pid();
    world.reopen();
    await("one of them runs", () -> world.first().ready() && !World.runs(unknown));

    Files.delete(inTheWay);
    await(
        "it is on the disk again",
        () -> content(record).contains("\"pid\":" + world.first().pid()));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** It gave up after five seconds, with the data path and the instances still there. */
  @Test
  void down_without_grace_kills_what_will_not_end_and_stops_the_data_path() {
    String stubborn = "trap '' TERM; touch ready; while :; do sleep 1 & wait $!; done";
    world.apply(
        deployment("web", 2, stubborn, READY_BY_FILE)
            .replace("terminationGracePeriodSeconds: 1", "terminationGracePeriodSeconds: 600"));
    world.ready();
    List<Long> pids = world.instances().stream().map(LocalStatus.Instance::pid).toList();
    world.runtime.down(false, Duration.ZERO);
    assertThat(world.plane.stopped).isTrue();
    assertThat(pids).noneMatch(World::runs);
    world.reopen();
  }

  @Test
  void what_is_marked_as_of_this_state_and_in_no_record_ends_with_down() throws IOException {
    ProcessBuilder builder = new ProcessBuilder("setsid", "sleep", "1000");
    builder.environment().put("SELFHEAL_STATE", world.state.toString());
    builder.environment().put("SELFHEAL_PART", "proxy");
    Process unknown = builder.start();
    builder.environment().remove("SELFHEAL_PART");
    Process persons = builder.start(); // the variable alone is anybody's
    try {
      world.runtime.down(false, Duration.ZERO);
      assertThat(unknown.isAlive()).isFalse();
      assertThat(persons.isAlive()).isTrue();
    } finally {
      persons.destroyForcibly().onExit().join();
    }
    world.reopen();
  }

  @Test
  void what_stands_for_an_image_is_part_of_the_revision_and_another_rolls_out() throws IOException {
    String web =
        deployment("web", 2, "touch ready; echo $BUILD > build; exec sleep 1000", READY_BY_FILE);
    assertThat(world.apply(build("one"), web)).hasSize(1);
    world.ready();
    var before = world.workload();
    assertThat(world.apply(build("one"), web)).as("nothing is different").isEmpty();
    assertThat(world.apply(build("two"), web)).hasSize(1);
    world.ready();
    assertThat(world.workload().revision()).isEqualTo(2);
    for (LocalStatus.Instance instance : world.instances()) {
      assertThat(world.pod(instance.uid()).resolve("build")).hasContent("two");
    }

    // An instance of a kept revision runs what stood for its image then, also after a new healer.
    world.reopen();
    assertThat(world.runtime.rollBack(before.ref(), world.workload().template(), before.template()))
        .isEmpty();
    await("rolled back", () -> world.runtime.status().settled());
    for (LocalStatus.Instance instance : world.instances()) {
      assertThat(world.pod(instance.uid()).resolve("build")).hasContent("one");
    }
  }

  private static ImageMap build(String name) {
    return World.images().prepared(Map.of(List.of(), Map.of("BUILD", name)));
  }

  @Test
  void a_failed_liveness_probe_restarts_in_place_under_the_same_uid() throws IOException {
    world.apply(deployment("web", 1, "rm -f sick; " + SLEEP, READY_BY_FILE + ALIVE_BY_FILE));
    world.ready();
    var before = world.first();
    Files.createFile(world.pod(before.uid()).resolve("sick"));
    // Once more where its first probe comes before its shell has removed the file.
    await("it was restarted", () -> world.first().restarts() >= 1 && world.first().ready());
    assertThat(world.first().uid()).isEqualTo(before.uid());
    assertThat(world.first().pid()).isNotEqualTo(before.pid());
    assertThat(fact().lastExit()).extracting(e -> e.reason()).isEqualTo(ExitReason.LIVENESS_PROBE);
  }

  @Test
  void while_restarts_are_held_a_failing_liveness_probe_does_not_kill() throws IOException {
    world.apply(deployment("web", 1, "rm -f sick; " + SLEEP, READY_BY_FILE + ALIVE_BY_FILE));
    world.ready();
    var before = world.first();
    Remedy hold = new Remedy.HoldRestarts(world.workload().ref(), Instant.now().plusSeconds(60));
    assertThat(world.runtime.actuator().perform(new Act("hold", hold, false)).kind())
        .isEqualTo(Outcome.Kind.DONE);
    Files.createFile(world.pod(before.uid()).resolve("sick"));
    await("liveness failed twice", () -> fact().livenessFailures() >= 2);
    assertThat(world.first().pid()).isEqualTo(before.pid());
    world.reopen();
    assertThat(world.workload().restartsHeldUntil()).isNotNull();
    world.runtime.actuator().perform(new Act("hold/undo", hold, true));
    await("it was restarted", () -> world.first().restarts() >= 1);
  }

  @Test
  void a_crash_is_restarted_at_once_and_the_next_one_waits() {
    world.apply(deployment("web", 1, "exit 7", READY_BY_FILE));
    await(
        "it backs off", () -> world.first().restarts() >= 2 && fact().phase() == Phase.BACKING_OFF);
    InstanceFact fact = fact();
    assertThat(lastExit().code()).isEqualTo(7);
    assertThat(lastExit().reason()).isEqualTo(ExitReason.ITSELF);
    assertThat(fact.nextStart()).isNotNull();
    await(
        "the sight of it stays fresh, though its probes would be overdue by now",
        () ->
            fact().phase() == Phase.BACKING_OFF
                && fact().at().isAfter(fact().phaseSince().plusMillis(3500)));
  }

  @Test
  void a_tree_that_ignores_TERM_is_killed_whole_after_its_grace() throws IOException {
    String stubborn =
        "trap '' TERM; (trap '' TERM; sh -c 'sleep 999; :' & setsid sleep 998 & wait) & touch ready; while :; do sleep 1; done";
    world.apply(deployment("web", 1, stubborn, READY_BY_FILE));
    world.ready();
    ProcessTable table = new ProcessTable();
    ProcessId main = table.entry(world.first().pid()).orElseThrow().id();
    await("the grandchildren are there", () -> table.tree(main, table.all()).size() >= 4);
    Set<Long> tree =
        table.tree(main, table.all()).stream().map(e -> e.pid()).collect(Collectors.toSet());
    world.apply(deployment("web", 0, stubborn, READY_BY_FILE));
    await("all are gone", () -> tree.stream().noneMatch(World::runs));
  }

  @Test
  void a_healer_that_dies_and_comes_back_adopts_and_touches_nothing() {
    world.apply(deployment("web", 2, SLEEP, READY_BY_FILE), SERVICE);
    world.ready();
    var before = world.instances();
    int published = world.plane.endpoints("web");
    world.reopen();
    assertThat(world.instances()).isEqualTo(before);
    assertThat(world.plane.endpoints("web")).isEqualTo(published);
    assertThat(world.instances()).allMatch(LocalStatus.Instance::ready);
    long pid = world.first().pid();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await(
        "the adopted one was restarted",
        () -> world.first().restarts() == 1 && world.first().ready());
    assertThat(lastExit().code()).isEqualTo(-1);
  }

  @Test
  void a_process_that_has_a_recorded_pid_but_another_start_time_is_never_signalled()
      throws Exception {
    world.apply(deployment("web", 1, SLEEP, READY_BY_FILE));
    world.ready();
    String uid = world.first().uid();
    long ours = world.first().pid();
    Process stranger = new ProcessBuilder("setsid", "sleep", "900").start();
    try {
      world.runtime.close();
      ProcessHandle.of(ours).orElseThrow().destroyForcibly();
      await("ours is gone", () -> !World.runs(ours));
      Path file = world.state.resolve("instances").resolve(uid + ".json");
      InstanceRecord record = Json.mapper().readValue(file.toFile(), InstanceRecord.class);
      String text = Files.readString(file).replace("\"pid\":" + ours, "\"pid\":" + stranger.pid());
      assertThat(record.process()).isNotNull();
      Files.writeString(file, text);
      world.runtime = world.open();
      world.runtime.start();
      world.ready();
      assertThat(world.first().pid()).isNotEqualTo(stranger.pid());
      world.apply(deployment("web", 0, SLEEP, READY_BY_FILE));
      await("no instance is left", () -> world.instances().isEmpty());
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly().waitFor();
    }
  }

  @Test
  void what_a_crash_between_record_and_spawn_left_is_adopted_or_ended() throws Exception {
    world.apply(deployment("web", 1, SLEEP, READY_BY_FILE));
    world.ready();
    String uid = world.first().uid();
    long pid = world.first().pid();
    world.runtime.close();
    Path file = world.state.resolve("instances").resolve(uid + ".json");
    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("\"process\":\\{[^}]*},", ""));
    var orphan = new ProcessBuilder("setsid", "sleep", "901");
    orphan.environment().put("SELFHEAL_STATE", world.state.toString());
    orphan.environment().put("SELFHEAL_INSTANCE", "nobody-knows-this-uid");
    Process started = orphan.start();
    world.runtime = world.open();
    world.runtime.start();
    assertThat(world.first().pid()).isEqualTo(pid);
    await("the orphan was ended", () -> !World.runs(started.pid()));
  }

  @Test
  void too_much_memory_ends_it_as_out_of_memory() {
    String hungry = "x=0123456789; while :; do x=$x$x; [ ${#x} -gt 40000000 ] && sleep 1000; done";
    world.apply(
        deployment("web", 1, hungry, "resources: {limits: {memory: 16Mi}}\n" + READY_BY_FILE));
    await("it was ended", () -> world.first().restarts() >= 1);
    assertThat(lastExit().reason()).isEqualTo(ExitReason.OUT_OF_MEMORY);
  }

  @Test
  void a_rolling_update_never_has_fewer_ready_than_it_may_and_a_roll_back_returns() {
    String spec = "strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}\nminReadySeconds: 1";
    world.apply(deployment("web", 2, "shell:1", SLEEP, READY_BY_FILE, spec), SERVICE);
    world.ready();
    String old = world.workload().template();
    world.apply(deployment("web", 2, "shell:2", SLEEP, READY_BY_FILE, spec), SERVICE);
    int from = world.plane.published.size();
    await("it is done", () -> world.runtime.status().settled());
    assertThat(world.plane.published.subList(from, world.plane.published.size()))
        .allSatisfy(
            routes -> assertThat(routes.getFirst().endpoints()).hasSizeGreaterThanOrEqualTo(2));
    assertThat(world.workload().revision()).isEqualTo(2);
    String bad = world.workload().template();
    var ref = world.workload().ref();
    assertThat(world.runtime.rollBack(ref, old, bad)).as("not from there (A-74)").isPresent();
    assertThat(world.runtime.rollBack(ref, bad, old)).isEmpty();
    await(
        "it is back",
        () -> world.runtime.status().settled() && world.workload().template().equals(old));
    assertThat(world.workload().revision())
        .as("as on Kubernetes, an undo is a new number")
        .isEqualTo(3);
  }

  @Test
  void an_eviction_beyond_the_budget_is_refused_with_its_numbers() {
    String budget =
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
        """;
    world.apply(deployment("web", 2, SLEEP, READY_BY_FILE), budget);
    world.ready();
    Eviction answer = world.runtime.evict(world.first().uid(), false);
    assertThat(answer).isInstanceOf(Eviction.Refused.class);
    assertThat(answer.detail()).contains("needs 2 healthy pods and has 2");
    world.apply(deployment("web", 2, SLEEP, READY_BY_FILE));
    String uid = world.first().uid();
    assertThat(world.runtime.evict(uid, true)).isInstanceOf(Eviction.Allowed.class);
    assertThat(world.runtime.evict(uid, false)).isInstanceOf(Eviction.Allowed.class);
    await(
        "another took its place",
        () ->
            world.runtime.status().settled()
                && world.instances().stream().noneMatch(i -> i.uid().equals(uid)));
  }

  @Test
  void an_act_is_done_once_for_its_key_and_only_on_its_uid() {
    world.apply(deployment("web", 1, SLEEP, READY_BY_FILE));
    world.ready();
    InstanceRef target = fact().instance();
    Act act = new Act("k/1", new Remedy.Restart(target), false);
    Outcome outcome = world.runtime.actuator().perform(act);
    await("it was restarted", () -> world.first().restarts() == 1 && world.first().ready());
    world.reopen();
    assertThat(world.runtime.actuator().perform(act)).isEqualTo(outcome);
    assertThat(world.runtime.actuator().recall("k/2")).isEmpty();
    var other = new InstanceRef(target.workload(), target.name(), "another-uid");
    assertThat(
            world
                .runtime
                .actuator()
                .perform(new Act("k/2", new Remedy.Restart(other), false))
                .kind())
        .isEqualTo(Outcome.Kind.REFUSED);
    assertThat(world.first().restarts()).isEqualTo(1);
  }

  @Test
  void an_act_whose_key_was_written_but_that_was_never_done_is_recalled_as_never_sent()
      throws IOException {
    world.apply(deployment("web", 1, SLEEP, READY_BY_FILE));
    world.ready();
    InstanceRef target = fact().instance();
    world.runtime.actuator().perform(new Act("done", new Remedy.Restart(target), false));
    Path done = world.state.resolve("acts/done.json");
    String begun = Files.readString(done).replaceFirst(",\"outcome\":\\{[^}]*}", "");
    Files.writeString(done, begun);
    Files.writeString(
        world.state.resolve("acts/never.json"), begun.replace("\"done\"", "\"never\""));
    world.reopen();
    assertThat(world.runtime.actuator().recall("done"))
        .get()
        .extracting(Outcome::kind)
        .isEqualTo(Outcome.Kind.DONE);
    assertThat(world.runtime.actuator().recall("never"))
        .get()
        .extracting(Outcome::kind)
        .isEqualTo(Outcome.Kind.NEVER_SENT);
  }

  @Test
  void a_frozen_instance_runs_on_after_the_dead_mans_timer_of_a_restarted_healer() {
    world.apply(deployment("web", 1, SLEEP, READY_BY_FILE));
    world.ready();
    long pid = world.first().pid();
    world.runtime.injectFault(
        Fault.Kind.HANG, world.first().name(), Duration.ofMillis(1500), Duration.ZERO);
    ProcessTable table = new ProcessTable();
    await("it is frozen", () -> table.entry(pid).orElseThrow().stopped());
    world.reopen();
    await("it runs on", () -> !table.entry(pid).orElseThrow().stopped());
    await("the fault is gone", () -> world.runtime.faults().isEmpty());
    assertThat(world.first().pid()).isEqualTo(pid);
  }

  @Test
  void a_workload_that_is_down_stays_down_until_the_fault_is_removed_and_then_starts_at_once() {
    world.apply(deployment("web", 2, SLEEP, READY_BY_FILE));
    world.ready();
    Fault fault =
        world.runtime.injectFault(
            Fault.Kind.WORKLOAD_DOWN, "web", Duration.ofMinutes(1), Duration.ZERO);
    await("all are down", () -> world.instances().stream().allMatch(i -> i.pid() == 0));
    world.reopen();
    assertThat(world.instances()).allMatch(i -> i.pid() == 0);
    assertThat(world.runtime.removeFault(fault.id())).isNull();
    assertThat(world.instances()).allMatch(i -> i.pid() != 0);
    world.ready();
  }

  @Test
  void a_bad_sample_is_one_failed_result_and_a_threshold_of_two_does_not_mind() {
    String patient = READY_BY_FILE.replace("failureThreshold: 1", "failureThreshold: 2");
    world.apply(deployment("web", 1, SLEEP, patient));
    world.ready();
    world.runtime.injectFault(
        Fault.Kind.BAD_SAMPLE, "" + world.first().uid(), Duration.ofSeconds(30), Duration.ZERO);
    await("one sample failed", () -> fact().readinessFailures() == 1);
    await("the next was good", () -> fact().readinessFailures() == 0);
    assertThat(world.sentences).noneMatch(s -> s.contains("not ready: a drill"));
  }

  @Test
  void a_stateful_set_starts_in_order_and_keeps_its_claims() throws IOException {
    String set =
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          serviceName: db
          replicas: 2
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: main
                image: shell:1
                args: ['echo $POD_NAME >> $DATA/starts; touch ready; exec sleep 1000']
                env: [{name: DATA, value: /var/lib/db}]
                volumeMounts: [{name: data, mountPath: /var/lib/db}]
                readinessProbe: {exec: {command: [test, -f, ready]}, periodSeconds: 1}
          volumeClaimTemplates:
          - metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec: {clusterIP: None, selector: {app: db}, ports: [{name: tcp, port: 5432}]}
        """;
    world.apply(set);
    world.ready();
    assertThat(world.sentences.indexOf("db-0: ready (1/2)"))
        .isLessThan(world.sentences.indexOf("db-1: starting"));
    world.runtime.evict(world.first().uid(), false);
    await("db-0 lives again", () -> world.runtime.status().settled());
    assertThat(world.state.resolve("volumes/data-db-0/starts")).hasContent("db-0\ndb-0\n");
    assertThat(world.state.resolve("volumes/data-db-1/starts")).hasContent("db-1\n");
  }

  @Test
  void a_log_is_rotated_while_its_writer_goes_on() {
    world.apply(
        deployment(
            "web",
            1,
            "touch ready; while :; do echo 0123456789012345678901234567890123456789; sleep 0.002; done",
            READY_BY_FILE));
    world.ready();
    Path log = world.first().log();
    await("an old log is there", () -> Files.exists(log.resolveSibling(log.getFileName() + ".1")));
    await("the new one grows", () -> log.toFile().length() > 100);
  }

  @Test
  void a_missing_program_is_named_and_a_second_runtime_on_the_state_too() {
    world.apply(deployment("web", 1, "missing:1", "x", READY_BY_FILE, ""));
    assertThatThrownBy(() -> world.runtime.awaitReady(World.PATIENCE))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining("/no/such/program of image missing:1 is missing");
    assertThatThrownBy(world::open)
        .isInstanceOf(LocalException.class)
        .hasMessageContaining("already running (pid " + ProcessHandle.current().pid());
  }

  @Test
  void an_occupied_address_is_named() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.231.2.1"))) {
      String port = "ports: [{containerPort: " + taken.getLocalPort() + "}]\n";
      world.apply(deployment("web", 1, SLEEP, port + READY_BY_FILE));
      assertThatThrownBy(() -> world.runtime.awaitReady(World.PATIENCE))
          .isInstanceOf(LocalException.class)
          .hasMessageContaining("address: 127.231.2.1:" + taken.getLocalPort() + " is occupied");
    }
  }

  @Test
  void down_ends_what_a_dead_healer_left_without_starting_anything() {
    world.apply(deployment("web", 2, SLEEP, READY_BY_FILE));
    world.ready();
    List<Long> pids = world.instances().stream().map(LocalStatus.Instance::pid).toList();
    world.runtime.close();
    world.runtime = world.open();
    world.runtime.down(false, World.PATIENCE);
    assertThat(pids).noneMatch(World::runs);
    world.runtime = world.open();
  }

  @Test
  void an_unknown_image_is_refused_before_anything_changes() {
    assertThatThrownBy(() -> world.apply(deployment("web", 1, "shel:1", "x", READY_BY_FILE, "")))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining("nearest known is shell:1");
    assertThat(world.runtime.status().workloads()).isEmpty();
  }

  @Test
  void a_fact_is_renewed_while_its_prober_works_and_a_reread_probes_once_more() {
    world.apply(deployment("web", 1, SLEEP, READY_BY_FILE));
    world.ready();
    Instant before = fact().at();
    await("the fact is renewed", () -> fact().at().isAfter(before));
    Optional<InstanceFact> again = world.runtime.signals().reread(fact().instance());
    assertThat(again).get().matches(InstanceFact::ready);
  }

  private Exit lastExit() {
    return Objects.requireNonNull(fact().lastExit());
  }

  private InstanceFact fact() {
    List<InstanceFact> facts = world.runtime.signals().read().workloads().getFirst().instances();
    return facts.getFirst();
  }
}
