package com.trixtech.selfheal.bench.metastability;

import com.trixtech.selfheal.shield.limit.FrontDoor;
import com.trixtech.selfheal.shield.limit.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A server with 20 workers of 50 ms (400 requests a second), callers that wait one second, and a burst
 * of three times that between the seconds 30 and 60: which front door keeps goodput. {@link #main}
 * writes the table.
 */
public final class Burst {
  private static final int WORKERS = 20;
  private static final double SERVICE_MILLIS = 50;
  private static final double CAPACITY = WORKERS * 1000 / SERVICE_MILLIS;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  static final int FROM = 30;
  static final int TO = 60;
  static final int END = 90;

  /** What stands before the server. */
  enum Door {
    NONE("none"),
    AIMD("AIMD, slower than 250 ms"),
    VEGAS("Vegas");

    final String words;

    Door(String words) {
      this.words = words;
    }

    Optional<FrontDoor> make(VirtualTime time) {
      var door = FrontDoor.named("burst").clock(time);
      return switch (this) {
        case NONE -> Optional.empty();
        case AIMD -> Optional.of(door.slowerThan(Duration.ofMillis(250)).build());
        case VEGAS -> Optional.of(door.build());
      };
    }
  }

  /**
   * @param good answers in time, by the second of the request
   * @param waits milliseconds of the good answers during the burst, sorted
   */
  record Result(int[] good, int[] shed, double[] waits) {
    /** Good answers as a share of what the server can do. */
    double goodput(int from, int to) {
      return Arrays.stream(good, from, to).sum() / (CAPACITY * (to - from));
    }

    double p99() {
      return waits.length == 0 ? Double.NaN : waits[(int) (waits.length * 0.99)];
    }
  }

  private final VirtualTime time = new VirtualTime();
  private final SplittableRandom random;
  private final double load;
  private final Optional<FrontDoor> door;
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private final int[] good = new int[END + 5];
  private final int[] shed = new int[END + 5];
  private final double[] waits = new double[1_000_000];
  private int waited;
  private int busy;

  private Burst(Door door, double load, long seed) {
    this.door = door.make(time);
    this.load = load;
    random = new SplittableRandom(seed);
  }

  /**
   * @param load before and after the burst, as a share of what the server can do
   */
  static Result run(Door door, double load, long seed) {
    var burst = new Burst(door, load, seed);
    burst.arrive();
    burst.time.runUntil(Duration.ofSeconds(END));
    double[] waits = Arrays.copyOf(burst.waits, burst.waited);
    Arrays.sort(waits);
    return new Result(burst.good, burst.shed, waits);
  }

  private void arrive() {
    int second = (int) (time.getAsLong() / 1_000_000_000L);
    double rate = CAPACITY * (second >= FROM && second < TO ? 3 : load);
    time.at(
        time.getAsLong() + (long) (-Math.log(1 - random.nextDouble()) / rate * 1e9),
        () -> {
          request();
          arrive();
        });
  }

  private void request() {
    long came = time.getAsLong();
    int second = (int) (came / 1_000_000_000L);
    Optional<FrontDoor.Entry> entry =
        door.flatMap(d -> d.enter(Priority.CRITICAL, Optional.empty()));
    if (door.isPresent() && entry.isEmpty()) {
      shed[second]++;
      return;
    }
    queue.add(
        () -> {
          double millis = SERVICE_MILLIS * (0.5 + random.nextDouble());
          time.in(
              Duration.ofNanos((long) (millis * 1e6)),
              () -> {
                busy--;
                entry.ifPresent(FrontDoor.Entry::close);
                answered(came, second);
                serve();
              });
        });
    serve();
  }

  private void answered(long came, int second) {
    long took = time.getAsLong() - came;
    if (took <= PATIENCE.toNanos()) {
      good[second]++;
      if (second >= FROM && second < TO) {
        waits[waited++] = took / 1e6;
      }
    }
  }

  private void serve() {
    while (busy < WORKERS && !queue.isEmpty()) {
      busy++;
      queue.remove().run();
    }
  }

  /** Prints the table. */
  public static void main(String[] args) {
    System.out.println(
        "| front door | load before | goodput before | in the burst | 5 s after it | answers in the burst, 99 % |");
    System.out.println("|---|---|---|---|---|---|");
    for (double load : new double[] {0.5, 0.9}) {
      for (Door door : Door.values()) {
        double[] sums = new double[4];
        int seeds = 5;
        for (int seed = 0; seed < seeds; seed++) {
          Result result = run(door, load, seed);
          sums[0] += result.goodput(10, FROM) / load;
          sums[1] += result.goodput(FROM, TO);
          sums[2] += result.goodput(TO + 5, END - 2) / load;
          sums[3] += result.p99();
        }
        System.out.println(
            String.format(
                Locale.ROOT,
                "| %s | %.1f | %.3f | %.3f | %.3f | %.0f ms |",
                door.words,
                load,
                sums[0] / seeds,
                sums[1] / seeds,
                sums[2] / seeds,
                sums[3] / seeds));
      }
    }
  }
}
