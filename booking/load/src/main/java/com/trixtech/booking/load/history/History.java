package com.trixtech.booking.load.history;

import com.trixtech.booking.load.history.Call.Kind;
import com.trixtech.booking.load.history.Call.Outcome;
import com.trixtech.booking.load.history.Call.Promise;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The guests' own books of one run: what they wished for, and each write with what is known of it.
 * Thread-safe. About 200 bytes for each write; reads are in the file only, where there is one.
 */
public final class History {
  private final String run;
  private final HistorySink sink;
  private final List<Wish> wishes = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final Set<String> acknowledged = new TreeSet<>();

  /**
   * @param run marks this run's keys and guests, so that runs on one database do not meet
   */
  public History(String run) {
    this(run, HistorySink.NONE);
  }

  /**
   * @param sink gets every invocation and completion too, as they happen
   */
  public History(String run, HistorySink sink) {
    this.run = run;
    this.sink = sink;
  }

  public String run() {
    return run;
  }

  /** Noted before it is sent: an unanswered one may be booked all the same. */
  public synchronized Wish wish(String room, LocalDate from, LocalDate to, Money price) {
    var wish = new Wish(wishes.size(), room, from, to, price);
    wishes.add(wish);
    return wish;
  }

  /**
   * Notes a write before it is sent; until {@link #ended} its outcome is unknown.
   *
   * @param booking what it is about; null for a new booking
   */
  public synchronized int begun(
      Kind kind, Wish wish, String key, @Nullable String booking, Instant at) {
    var call = new Call(calls.size(), kind, wish.number(), key, at, booking, Outcome.UNKNOWN, null);
    calls.add(call);
    sink.begun(run, call, wish);
    return call.number();
  }

  /** Notes what is known of a call now. */
  public synchronized void ended(
      int number,
      Outcome outcome,
      @Nullable String booking,
      @Nullable Promise promise,
      String answer,
      Instant at) {
    Call call = calls.get(number).ended(outcome, booking, promise);
    calls.set(number, call);
    if (call.kind() == Kind.BOOK && outcome == Outcome.DONE && call.booking() != null) {
      acknowledged.add(call.booking());
    }
    sink.ended(call, answer, at);
  }

  /** Notes a read, in the file only. */
  public synchronized void read(String path, Instant dueAt, String answer, Instant at) {
    sink.read(path, dueAt, answer, at);
  }

  /** Different bookings that guests were promised so far. */
  public synchronized long acknowledged() {
    return acknowledged.size();
  }

  public synchronized List<Wish> wishes() {
    return List.copyOf(wishes);
  }

  /** Every write so far, in the order in which they were sent. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }
}
