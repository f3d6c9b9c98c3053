package com.trixtech.selfheal.kubernetes.signals;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The beats come by themselves; the time between them is the test's. */
class HeartbeatTest {
  private final ManualClock clock = new ManualClock();
  private volatile boolean answers = true;
  private volatile boolean whole;
  private final Heartbeat heartbeat =
      new Heartbeat(
          clock,
          () -> {
            if (!answers) {
              throw new IllegalStateException("no answer");
            }
          },
          () -> whole);

  @AfterEach
  void end() {
    heartbeat.close();
  }

  /** Two: the first may have been under way already. */
  private void beats() throws InterruptedException {
    heartbeat.next();
    heartbeat.next();
  }

  @Test
  void anOutageAndTheReturnOfTheWatchesAreNoTimeToBegin() throws InterruptedException {
    whole = true;
    beats();
    assertThat(heartbeat.settled()).isTrue();

    answers = false;
    beats();
    clock.advance(Duration.ofMinutes(10));
    beats();
    assertThat(heartbeat.settled()).as("in the outage, however long").isFalse();

    answers = true;
    whole = false;
    beats();
    clock.advance(Duration.ofMinutes(1));
    beats();
    assertThat(heartbeat.settled()).as("while watches come back").isFalse();

    Instant back = clock.instant();
    whole = true;
    beats();
    assertThat(heartbeat.settled()).as("all is seen again").isTrue();
    assertThat(heartbeat.last()).isEqualTo(back);
  }

  @Test
  void aWatchThatStaysAwayThoughTheServerAnswersIsToldAndNotWaitedFor()
      throws InterruptedException {
    beats();
    assertThat(heartbeat.settled()).isFalse();
    clock.advance(Duration.ofMinutes(3));
    assertThat(heartbeat.settled()).isTrue();
  }
}
