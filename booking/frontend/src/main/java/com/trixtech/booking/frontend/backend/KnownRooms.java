package com.trixtech.booking.frontend.backend;

import com.trixtech.booking.frontend.stay.Room;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The rooms as the backend last told of them, kept for the time when it does not: renewed in the
 * background, never by a page. Thread-safe.
 */
public final class KnownRooms implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(KnownRooms.class.getName());

  /** One request of 50 kB. */
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /** While it fails, so that the notice goes soon after the fault. */
  private static final Duration FAILING_PERIOD = Duration.ofSeconds(1);

  /** All rooms, and when they were told. */
  public record Known(List<Room> rooms, Instant at) {
    public Known {
      rooms = List.copyOf(rooms);
    }
  }

  /**
   * @param failure why the last attempt failed; empty when it did not
   */
  private record State(Optional<Known> known, String failure) {}

  private final BookingBackend backend;
  private final InstantSource clock;
  private final Semaphore asked = new Semaphore(0);
  private volatile boolean closed;
  private volatile State state = new State(Optional.empty(), "");

  public KnownRooms(BookingBackend backend, InstantSource clock) {
    this.backend = backend;
    this.clock = clock;
  }

  /** Renews until {@link #close}. */
  public void start() {
    Thread.ofVirtual().name("known-rooms").start(this::run);
  }

  public Optional<Known> rooms() {
    return state.known();
  }

  public Optional<Room> room(String id) {
    return rooms()
        .flatMap(known -> known.rooms().stream().filter(r -> r.id().equals(id)).findFirst());
  }

  /** Whether the backend failed when it was last asked for the rooms. */
  public boolean away() {
    return !state.failure().isEmpty();
  }

  /** Why, for people who operate it; empty when it is not away. */
  public String failure() {
    return state.failure();
  }

  /** A page was not answered: looks again soon, so that the others tell of it or of its end. */
  public void renewSoon() {
    asked.release();
  }

  @Override
  public void close() {
    closed = true;
    asked.release();
  }

  private void run() {
    try {
      while (!closed) {
        renew();
        Duration pause = away() ? FAILING_PERIOD : PERIOD;
        if (asked.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          asked.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    State before = state;
    try {
      state = new State(Optional.of(new Known(backend.rooms(), clock.instant())), "");
      if (!before.failure().isEmpty()) {
        LOG.info("the backend answers again");
      }
    } catch (BackendAway e) {
      state = new State(before.known(), String.valueOf(e.getMessage()));
      if (before.failure().isEmpty()) {
        LOG.log(Level.WARNING, "the backend does not answer; pages show what is known", e);
      }
    }
  }
}
