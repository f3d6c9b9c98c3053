package com.trixtech.booking.backend.payments;

import com.trixtech.booking.backend.bookings.PaymentState;
import com.trixtech.booking.backend.database.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Finishes what requests could not: finds out what became of charges, pays back, lets holds expire.
 * Thread-safe.
 *
 * <p>One in each process; they share the work by {@code FOR UPDATE SKIP LOCKED} and need not know
 * of each other. What one takes up is its own for a lease, during which no transaction is open, and
 * is free again when it dies. Every step may be done twice: all that it asks of the provider is
 * safe to repeat.
 */
public final class Settler implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Settler.class.getName());

  /** Longer than all time-outs of one round together. */
  public static final Duration LATE = Duration.ofSeconds(30);

  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration LEASE = Provider.DEADLINE.plusSeconds(3);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final int LONGEST_DOUBLING = 4; // 500 ms x 2^4 = 8 s
  private static final int AT_ONCE = 8;
  private static final int EXPIRE_AT_ONCE = 200;

  private final Transactions database;
  private final Provider provider;
  private final Duration giveUp;
  private final BooleanSupplier open;
  private final Runnable beat;
  private final Semaphore hands = new Semaphore(AT_ONCE);
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param giveUp so long after its intent, a charge that the provider has never seen is cancelled
   *     there. Longer than a request waits, so that only what is lost is cancelled; and if one were
   *     later still, the provider would refuse it
   * @param open whether the database can be asked; must not block
   * @param beat called at least every {@link #LATE}: a settler that is stuck is found by it
   */
  public Settler(
      Transactions database,
      Provider provider,
      Duration giveUp,
      BooleanSupplier open,
      Runnable beat) {
    this.database = database;
    this.provider = provider;
    this.giveUp = giveUp;
    this.open = open;
    this.beat = beat;
    thread = Thread.ofVirtual().name("settler").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** There is something to do now. */
  public void wake() {
    if (wake.availablePermits() == 0) {
      wake.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    wake.release();
  }

  /** Waits until what it has in hand is done, or for so long. */
  public void finish(Duration most) throws InterruptedException {
    close();
    if (!hands.tryAcquire(AT_ONCE, most.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.info("settlements under way: left to others");
    }
  }

  private void run() {
    boolean failing = false;
    while (!closed) {
      beat.run();
      try {
        boolean more = open.getAsBoolean() && step();
        failing = false;
        if (!more) {
          pause();
        }
      } catch (SQLException | RuntimeException e) {
        if (!failing) { // once for each outage
          LOG.log(Level.WARNING, "settling waits: " + e.getMessage());
        }
        failing = true;
        pause();
      }
    }
  }

  /** True when there may be more that is due already. */
  private boolean step() throws SQLException {
    int expired = database.run(c -> PaymentStore.expire(c, EXPIRE_AT_ONCE));
    int free = Math.max(1, hands.availablePermits());
    List<Payment> due = database.run(c -> PaymentStore.take(c, free, LEASE));
    for (Payment payment : due) {
      hands.acquireUninterruptibly();
      Thread.ofVirtual()
          .name("settle")
          .start(() -> {
            try {
              settle(payment);
            } finally {
              hands.release();
            }
          });
    }
    return due.size() == free || expired == EXPIRE_AT_ONCE;
  }

  private void settle(Payment payment) {
    try {
      if (payment.state() == PaymentState.Refunding) {
        boolean refunded = provider.refund(payment.key(), payment.amount());
        database.run(c ->
            refunded
                ? PaymentStore.change(
                    c, payment.key(), PaymentState.Refunding, PaymentState.Refunded, null)
                : later(c, payment));
        return;
      }
      boolean lost = !payment.wanted() || payment.age().compareTo(giveUp) >= 0;
      ChargeAnswer answer =
          lost
              ? provider.cancel(payment.key(), payment.amount())
              : provider.find(payment.key(), payment.amount());
      boolean settled =
          database.run(
              c -> Settlement.of(c, payment.booking(), payment.key(), answer) || later(c, payment));
      if (settled) {
        wake(); // a charge that nobody wants any more is to be paid back now
      }
    } catch (SQLException e) {
      LOG.log(Level.FINE, "settlement of " + payment.key() + " is not written down", e);
    }
  }

  private static boolean later(java.sql.Connection connection, Payment payment)
      throws SQLException {
    PaymentStore.later(connection, payment.key(), pause(payment.looks()));
    return false;
  }

  /** Doubles from half a second to eight, and is shortened at random by up to a half. */
  static Duration pause(int looks) {
    long most = FIRST_PAUSE.toMillis() << Math.min(looks, LONGEST_DOUBLING);
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }

  private void pause() {
    try {
      long most = PERIOD.toMillis();
      wake.tryAcquire(
          ThreadLocalRandom.current().nextLong(most / 2, most + 1), TimeUnit.MILLISECONDS);
      wake.drainPermits();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }
}
