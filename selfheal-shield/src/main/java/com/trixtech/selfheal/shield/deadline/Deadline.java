package com.trixtech.selfheal.shield.deadline;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A point of this process's monotonic clock after which an answer is of no use. Immutable.
 *
 * <p>Between processes it travels as the time that is left ({@link #HEADER}), never as a time of
 * day: clocks differ. Within a process it travels in a {@link ScopedValue}: {@link #within} sets it
 * for what runs inside, {@link #current} reads it, and the shorter one wins.
 */
public final class Deadline {
  /** Header with the milliseconds that are left when the request is sent. */
  public static final String HEADER = "X-Deadline-Ms";

  /** A caller's claim that is longer is cut to this. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * The process's clock, monotonic nanoseconds; one object, so that two deadlines can be compared.
   */
  public static final LongSupplier CLOCK = System::nanoTime;

  private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

  private final long at;
  private final LongSupplier clock;

  private Deadline(long at, LongSupplier clock) {
    this.at = at;
    this.clock = clock;
  }

  public static Deadline in(Duration time) {
    return in(time, CLOCK);
  }

  /**
   * @param clock monotonic nanoseconds
   */
  public static Deadline in(Duration time, LongSupplier clock) {
    Duration least = time.compareTo(LONGEST) > 0 ? LONGEST : time;
    return new Deadline(clock.getAsLong() + least.toNanos(), clock);
  }

  /** The deadline of the work that this thread is doing; empty when nobody set one. */
  public static Optional<Deadline> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /**
   * Reads {@link #HEADER}: milliseconds, 0 or more.
   *
   * @return empty when the value is not such a number; who sends nonsense is served as one who
   *     sends nothing
   */
  public static Optional<Deadline> fromHeader(String value) {
    String digits = value.strip();
    if (digits.isEmpty()
        || digits.length() > 9
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return Optional.of(in(Duration.ofMillis(Long.parseLong(digits))));
  }

  /** The value of {@link #HEADER} for a request that is sent now; never below 0. */
  public String toHeader() {
    return Long.toString(Math.max(0, left().toMillis()));
  }

  /** Time that is left; zero or negative when it has passed. */
  public Duration left() {
    return Duration.ofNanos(nanosLeft());
  }

  public boolean passed() {
    return nanosLeft() <= 0;
  }

  /** The one of the two that comes first; both must be of the same clock. */
  public Deadline earlier(Deadline other) {
    return other.at - at < 0 ? other : this;
  }

  /** This deadline, or the one that is {@code time} from now when that comes first. */
  public Deadline atMost(Duration time) {
    return earlier(in(time, clock));
  }

  /** Runs the work under this deadline, or under the current one where that comes first. */
  public <T, X extends Exception> T within(ScopedValue.CallableOp<T, X> work) throws X {
    return ScopedValue.where(CURRENT, orCurrentIfEarlier()).call(work);
  }

  /** This one, or {@link #current} when that is of the same clock and comes first. */
  public Deadline orCurrentIfEarlier() {
    if (CURRENT.isBound() && CURRENT.get().clock == clock) {
      return earlier(CURRENT.get());
    }
    return this;
  }

  long nanosLeft() {
    return at - clock.getAsLong();
  }

  @Override
  public String toString() {
    return "deadline in " + left().toMillis() + " ms";
  }
}
