package com.trixtech.booking.load.guest;

import com.trixtech.booking.load.guest.Judged.Rule;
import com.trixtech.booking.load.history.Call;
import com.trixtech.booking.load.history.Call.Outcome;
import com.trixtech.booking.load.history.Call.Promise;
import com.trixtech.booking.load.history.History;
import com.trixtech.booking.load.history.Wish;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What all guests of a run share: the wire, the history, the meter, and time. Only on the event
 * loop, but for {@link #close}.
 */
final class Lobby {
  private final Vertx vertx;
  private final Wire wire;
  private final History history;
  private final Meter meter;
  private final Duration thinkTime;
  private final Instant startedAt = Instant.now();
  private final long started = System.nanoTime();
  private final LocalDate today = LocalDate.ofInstant(startedAt, ZoneOffset.UTC);
  private volatile boolean closed;

  Lobby(Vertx vertx, Wire wire, Duration thinkTime, History history, Meter meter) {
    this.vertx = vertx;
    this.wire = wire;
    this.thinkTime = thinkTime;
    this.history = history;
    this.meter = meter;
  }

  /** Nobody goes on after the request that is under way. */
  void close() {
    closed = true;
  }

  int underWay() {
    return wire.underWay();
  }

  LocalDate today() {
    return today;
  }

  History history() {
    return history;
  }

  /**
   * Half of the think time to one and a half of it.
   *
   * @param atLeast more, where the service asked for it
   * @param then gets the moment when the next request is due, as {@link System#nanoTime}
   */
  void think(RandomGenerator random, Duration atLeast, LongConsumer then) {
    long thought = Math.round(thinkTime.toNanos() * (0.5 + random.nextDouble()));
    long millis = Math.max(1, Math.max(thought, atLeast.toNanos()) / 1_000_000);
    long due = System.nanoTime() + millis * 1_000_000;
    vertx.setTimer(
        millis,
        _ -> {
          if (!closed) {
            then.accept(due);
          }
        });
  }

  void read(String path, long due, Rule rule, Consumer<Judged> then) {
    wire.send(
        Ask.get(path),
        reply -> {
          Judged judged = metered("GET", path, reply, rule, due);
          history.read(path, at(due), reply.word(), Instant.now());
          then.accept(judged);
        });
  }

  /** Returns the call's number in the history. */
  int write(
      Call.Kind kind,
      Wish wish,
      String key,
      @Nullable String booking,
      Ask ask,
      long due,
      Rule rule,
      Consumer<Judged> then) {
    int call = history.begun(kind, wish, key, booking, at(due));
    wire.send(
        ask,
        reply -> {
          Judged judged = metered("POST", ask.path(), reply, rule, due);
          Seen seen = judged.seen();
          boolean made = kind == Call.Kind.BOOK && judged.outcome() == Outcome.DONE;
          history.ended(
              call,
              judged.outcome(),
              made ? id(seen, call) : null,
              made && seen != null ? new Promise(seen.price(), seen.heldUntil()) : null,
              reply.word(),
              Instant.now());
          then.accept(judged);
        });
    return call;
  }

  /** Another answer has told more of a call that has ended. */
  void learned(int call, Outcome outcome, String answer) {
    history.ended(call, outcome, null, null, answer, Instant.now());
  }

  /** Goes on at once. */
  void follow(LongConsumer then) {
    if (!closed) {
      then.accept(System.nanoTime());
    }
  }

  /** A promise that cannot be read is one all the same, and no book will have it. */
  private static String id(@Nullable Seen seen, int call) {
    return seen == null ? "unreadable-" + call : seen.id();
  }

  private Judged metered(String method, String path, Reply reply, Rule rule, long due) {
    Judged judged = Judged.of(() -> method + " " + shape(path), reply, rule);
    meter.ended(judged.met(), judged.kind(), Duration.ofNanos(System.nanoTime() - due), at(due));
    return judged;
  }

  private Instant at(long due) {
    return startedAt.plusNanos(due - started);
  }

  /** Without what differs from guest to guest: failures are counted by it. */
  private static String shape(String path) {
    String plain = path.indexOf('?') < 0 ? path : path.substring(0, path.indexOf('?'));
    return plain.replaceAll("^/bookings/[^/]+", "/bookings/{id}");
  }
}
