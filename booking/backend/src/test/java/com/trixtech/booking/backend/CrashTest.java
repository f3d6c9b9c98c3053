package com.trixtech.booking.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.backend.FakeProvider.Fault;
import com.trixtech.booking.postgres.PostgresProcess;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Backends are killed at every step of a payment, and the money adds up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashTest {
  private final FakeProvider provider = new FakeProvider();
  private Path directory;
  private PostgresProcess postgres;
  private Map<String, String> environment;

  @BeforeAll
  void start(@TempDir Path temporary) {
    directory = temporary;
    postgres = PostgresProcess.start(temporary);
    environment = Caller.environment(postgres, provider.url());
  }

  @AfterAll
  void stop() {
    provider.close();
    postgres.close();
  }

  /** Around a charge. */
  private enum Moment {
    /** The request is lost with the backend. */
    NEVER_CHARGED,
    /** The charge is made when the backend is dead. */
    BEFORE_THE_CHARGE,
    AFTER_THE_CHARGE,
    WITH_THE_ANSWER
  }

  private record Killed(Moment moment, String booking, String key) {}

  @Test
  void aBackendThatIsKilledAroundItsChargeLeavesNothingOpen() throws Exception {
    var killed = new ArrayList<Killed>();
    try (var survivor = Backend.start(Config.from(environment))) {
      var caller = new Caller(survivor.port());
      caller.awaitStatus("/health/ready", 200);
      var next = BackendProcess.start(directory, environment);
      for (int i = 0; i < 8; i++) {
        try (var victim = next) {
          next = BackendProcess.start(directory, environment); // starts while this one is killed
          killed.add(killDuringPayment(victim, Moment.values()[i % 4], i));
        }
      }
      next.close();
      for (var one : killed) {
        Caller.await(
            one + " is settled",
            () ->
                List.of("Confirmed/Succeeded", "PendingPayment/Declined")
                    .contains(caller.state(one.booking())));
        var replay = caller.pay(one.booking(), FakeProvider.GOOD, one.key());
        assertThat(replay.status()).as(one.toString()).isIn(200, 402);
        boolean paid = replay.status() == 200;
        assertThat(replay.state())
            .isEqualTo(paid ? "Confirmed/Succeeded" : "PendingPayment/Declined");
        assertThat(provider.ledger("Charge", one.booking())).hasSize(paid ? 1 : 0);
        // Before the charge, the survivor may have been quicker to cancel the key.
        if (one.moment() != Moment.BEFORE_THE_CHARGE) {
          assertThat(paid).as(one.toString()).isEqualTo(one.moment() != Moment.NEVER_CHARGED);
        }
      }
    }
    new Audit(allBookings(), provider).moneyAddsUp();
  }

  private Killed killDuringPayment(BackendProcess victim, Moment moment, int day) throws Exception {
    var caller = victim.caller();
    caller.awaitStatus("/health/ready", 200);
    String booking = caller.booked("hill-401", day).id();
    String key = UUID.randomUUID().toString();
    switch (moment) {
      case NEVER_CHARGED ->
          provider.beforeCharges(() -> {
            victim.kill();
            throw new CloseConnectionException("lost");
          });
      case BEFORE_THE_CHARGE -> provider.beforeCharges(victim::kill);
      case AFTER_THE_CHARGE -> provider.afterCharges(victim::kill);
      case WITH_THE_ANSWER -> provider.afterCharges(() -> Thread.ofVirtual().start(victim::kill));
    }
    try {
      caller.pay(booking, FakeProvider.GOOD, key);
    } catch (IOException e) {
      // killed before it answered
    } finally {
      provider.undisturbed();
    }
    victim.kill();
    return new Killed(moment, booking, key);
  }

  @Test
  void backendsThatAreKilledAgainAndAgainUnderLoadLoseNothing() throws Exception {
    var random = new SplittableRandom(7);
    var slots = new AtomicReferenceArray<Caller>(2);
    var processes = new ArrayList<BackendProcess>();
    var history = new History();
    var over = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 2; i++) {
        processes.add(BackendProcess.start(directory, environment));
        slots.set(i, ready(processes.get(i)));
      }
      provider.breaks(Fault.FLAKY);
      var guests = new ArrayList<Future<?>>();
      for (int i = 0; i < 12; i++) {
        int n = i;
        guests.add(threads.submit(() -> guest(n, slots, history, over)));
      }
      for (int kill = 0; kill < 5; kill++) {
        int before = history.paid.size();
        Caller.await("guests pay", () -> history.paid.size() > before + 3);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(200)); // any moment: that is the test
        int slot = kill % 2;
        processes.get(slot).kill();
        processes.set(slot, BackendProcess.start(directory, environment));
        slots.set(slot, ready(processes.get(slot)));
      }
      over.set(true);
      for (var guest : guests) {
        guest.get();
      }
      provider.heal();
      Caller.await("all payments are settled", this::settled);
      var audit = new Audit(allBookings(), provider);
      audit.moneyAddsUp();
      history.paid.forEach(audit::hasBeenPaid);
      history.cancelled.forEach(audit::isCancelled);
      history.booked.forEach(audit::exists);
      assertThat(history.paid.size()).isGreaterThan(30);
    } finally {
      over.set(true);
      processes.forEach(BackendProcess::close);
    }
  }

  private static Caller ready(BackendProcess process) throws Exception {
    var caller = process.caller();
    caller.awaitStatus("/health/ready", 200);
    return caller;
  }

  /** What was acknowledged to guests. */
  private static final class History {
    final Queue<String> booked = new ConcurrentLinkedQueue<>();
    final Queue<String> paid = new ConcurrentLinkedQueue<>();
    final Queue<String> cancelled = new ConcurrentLinkedQueue<>();
  }

  private Void guest(int n, AtomicReferenceArray<Caller> slots, History history, AtomicBoolean over)
      throws Exception {
    var random = new SplittableRandom(n);
    for (int turn = 0; !over.get(); turn++) {
      // Two guests share a room, and nobody asks for a night of another's.
      int night = 2 * turn + n / 6;
      String body = Caller.booking("garden-20" + (1 + n % 6), night, night + 1);
      var booked = patiently(slots, over, "/bookings", body);
      if (booked == null) {
        continue;
      }
      assertThat(booked.status()).as("%s", booked.body()).isEqualTo(201);
      history.booked.add(booked.id());
      var paid =
          patiently(
              slots,
              over,
              "/bookings/" + booked.id() + "/payment",
              "{\"card\":\"" + FakeProvider.GOOD + "\"}");
      if (paid != null && paid.status() == 200) {
        history.paid.add(booked.id());
      }
      if (random.nextInt(4) == 0) {
        var cancelled = patiently(slots, over, "/bookings/" + booked.id() + "/cancellation", "{}");
        if (cancelled != null && cancelled.status() == 200) {
          history.cancelled.add(booked.id());
        }
      }
    }
    return null;
  }

  /** Asks the one and the other with the same key until there is an answer. */
  @SuppressWarnings("NullAway") // null: the test is over, nobody knows
  private static Caller.Reply patiently(
      AtomicReferenceArray<Caller> slots, AtomicBoolean over, String path, String body)
      throws Exception {
    String key = UUID.randomUUID().toString();
    for (int i = 0; i < 200; i++) {
      try {
        var reply = slots.get(i % 2).post(path, body, key);
        if (reply.status() != 503) {
          return reply;
        }
      } catch (IOException e) {
        if (over.get()) {
          return null;
        }
      }
      TimeUnit.MILLISECONDS.sleep(20); // the pause of a client, not a wait for the system
    }
    return null;
  }

  private boolean settled() throws Exception {
    return allBookings().stream()
        .map(b -> b.path("payment").path("state").asText())
        .noneMatch(s -> s.equals("Pending") || s.equals("Refunding"));
  }

  private List<JsonNode> allBookings() throws Exception {
    try (var reader = Backend.start(Config.from(environment))) {
      var caller = new Caller(reader.port());
      caller.awaitStatus("/health/ready", 200);
      var all = new ArrayList<JsonNode>();
      for (String after = "0"; !after.equals("null"); ) {
        var page = caller.get("/bookings?limit=1000&after=" + after).body();
        page.path("bookings").forEach(all::add);
        after = page.path("next").asText();
      }
      return all;
    }
  }
}
