package com.trixtech.booking.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a run asked for and what it was promised: the client's own books. Thread-safe; grows with
 * each booking.
 *
 * <p>Each entry has a slot of its own, so that no conflict is to be expected: what the service says
 * about it can only be an acknowledgement or a failure.
 */
public final class Ledger {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant FIRST_SLOT = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration SLOT = Duration.ofMinutes(30);
  private static final int RESOURCES = 20;

  /** One wish to book; sent once or, to try the service's idempotency, twice. */
  public record Wish(String key, String resource, Instant from, Instant to, String customer) {
    String json() {
      return JSON.createObjectNode()
          .put("resource", resource)
          .put("from", from.toString())
          .put("to", to.toString())
          .put("customer", customer)
          .toString();
    }
  }

  /** A 201 that a client received. */
  public record Acknowledged(String key, String bookingId, Instant at) {}

  private final String run;
  private final Map<String, Wish> wishes = new ConcurrentHashMap<>();
  private final List<Acknowledged> acknowledged = new ArrayList<>();

  /**
   * @param run marks this run's keys and resources, so that runs on one database do not meet
   */
  public Ledger(String run) {
    this.run = run;
  }

  /** The run's n-th wish, noted before it is sent: an unanswered one may be booked all the same. */
  public Wish wish(int n) {
    Instant from = FIRST_SLOT.plus(SLOT.multipliedBy(n / RESOURCES));
    var wish = new Wish(run + "-" + n, resource(n), from, from.plus(SLOT), "customer-" + n);
    wishes.put(wish.key(), wish);
    return wish;
  }

  /** One of the run's resources; any number will do. */
  String resource(int n) {
    return run + "-room-" + Math.floorMod(n, RESOURCES);
  }

  List<String> resources() {
    var all = new ArrayList<String>();
    for (int i = 0; i < RESOURCES; i++) {
      all.add(resource(i));
    }
    return all;
  }

  public void acknowledge(String key, String bookingId, Instant at) {
    synchronized (acknowledged) {
      acknowledged.add(new Acknowledged(key, bookingId, at));
    }
  }

  /** Every acknowledgement so far, repeated ones included. */
  public List<Acknowledged> acknowledged() {
    synchronized (acknowledged) {
      return List.copyOf(acknowledged);
    }
  }

  /** An acknowledged booking's id, to read it again; empty text when there is none yet. */
  String knownId(int choice) {
    synchronized (acknowledged) {
      return acknowledged.isEmpty()
          ? ""
          : acknowledged.get(Math.floorMod(choice, acknowledged.size())).bookingId();
    }
  }

  Map<String, Wish> wishes() {
    return Map.copyOf(wishes);
  }
}
