package com.trixtech.selfheal.bench.metastability;

import com.trixtech.selfheal.bench.metastability.Client.Course;
import com.trixtech.selfheal.bench.metastability.Client.End;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Three pods, 100 requests a second each (75 % of what the provider can do), a fault after 30 s, and
 * two minutes after its end. {@link #main} writes the table of {@code bench/metastability}.
 */
public final class Metastability {
  private static final int PODS = 3;
  private static final double RATE = 100;
  private static final Duration AFTER = Duration.ofSeconds(120);
  private static final int SEEDS = 5;

  private Metastability() {}

  /**
   * One run, by the second in which requests came.
   *
   * @param attempts calls that reached the provider
   */
  record Run(Fault fault, int[] requests, int[] good, int[] attempts) {

    /** Share of good answers among the requests of the seconds from..to after the fault's end. */
    double goodput(int from, int to) {
      int end = (int) fault.end().toSeconds();
      return share(good, requests, end + from, end + to);
    }

    double goodputDuring() {
      return share(
          good, requests, (int) Fault.START.toSeconds(), (int) fault.end().toSeconds());
    }

    /** Attempts for each request from the fault's start to the end of the run. */
    double attemptsPerRequest() {
      return share(attempts, requests, (int) Fault.START.toSeconds(), requests.length);
    }

    /** Seconds after the fault's end from which every window of 3 s is at 98 % or more; or -1. */
    int recovery() {
      int end = (int) fault.end().toSeconds();
      int last = requests.length - 8; // the last seconds' requests may not have ended
      int recovered = -1;
      for (int from = last - 3; from >= end; from--) {
        if (share(good, requests, from, from + 3) < 0.98) {
          break;
        }
        recovered = from - end;
      }
      return recovered;
    }

    private static double share(int[] part, int[] whole, int from, int to) {
      double a = 0;
      double b = 0;
      for (int i = from; i < to; i++) {
        a += part[i];
        b += whole[i];
      }
      return a / b;
    }
  }

  static Run run(Clients clients, Fault fault, long seed) {
    var random = new SplittableRandom(seed);
    var time = new VirtualTime();
    var provider = new Provider(time, fault, random.split());
    Duration end = fault.end().plus(AFTER);
    int seconds = (int) end.toSeconds();
    var run = new Run(fault, new int[seconds + 10], new int[seconds + 10], new int[seconds + 10]);
    for (int pod = 0; pod < PODS; pod++) {
      var client = clients.make(time, random.split());
      arrive(time, provider, client, random.split(), end, run);
    }
    time.runUntil(end);
    return new Run(
        fault,
        java.util.Arrays.copyOf(run.requests, seconds),
        java.util.Arrays.copyOf(run.good, seconds),
        java.util.Arrays.copyOf(run.attempts, seconds));
  }

  private static void arrive(
      VirtualTime time,
      Provider provider,
      Client client,
      SplittableRandom random,
      Duration end,
      Run run) {
    long gap = (long) (-Math.log(1 - random.nextDouble()) / RATE * 1e9);
    time.at(
        time.getAsLong() + gap,
        () -> {
          int second = (int) (time.getAsLong() / 1_000_000_000L);
          run.requests[second]++;
          attempt(time, provider, client.begin(), second, run);
          if (time.getAsLong() < end.toNanos()) {
            arrive(time, provider, client, random, end, run);
          }
        });
  }

  private static void attempt(
      VirtualTime time, Provider provider, Course course, int second, Run run) {
    Optional<Duration> limit = course.attempt();
    if (limit.isEmpty()) {
      course.rejected().ifPresent(p -> time.in(p, () -> attempt(time, provider, course, second, run)));
      return;
    }
    run.attempts[second]++;
    var ended = new boolean[1];
    provider.call(
        good -> {
          if (!ended[0]) {
            ended[0] = true;
            run.good[second] += good ? 1 : 0;
            ended(time, provider, course, second, run, good ? End.ANSWERED : End.ERROR);
          }
        });
    time.in(
        limit.get(),
        () -> {
          if (!ended[0]) {
            ended[0] = true;
            ended(time, provider, course, second, run, End.TIMED_OUT);
          }
        });
  }

  private static void ended(
      VirtualTime time, Provider provider, Course course, int second, Run run, End end) {
    course
        .ended(end)
        .ifPresent(pause -> time.in(pause, () -> attempt(time, provider, course, second, run)));
  }

  /** Prints the table. */
  public static void main(String[] args) {
    java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
    System.out.println(
        "| fault | policy | during | 0-10 s after | 10-20 s after | 60-110 s after | at 98 % after | attempts / request |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (Fault fault : Fault.values()) {
      for (Clients clients : Clients.values()) {
        var runs = new Run[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
          runs[seed] = run(clients, fault, seed);
        }
        System.out.println(row(fault, clients, runs));
      }
    }
  }

  private static String row(Fault fault, Clients clients, Run[] runs) {
    double[] sums = new double[5];
    int worst = 0;
    boolean never = false;
    for (Run run : runs) {
      sums[0] += run.goodputDuring();
      sums[1] += run.goodput(0, 10);
      sums[2] += run.goodput(10, 20);
      sums[3] += run.goodput(60, 110);
      sums[4] += run.attemptsPerRequest();
      never |= run.recovery() < 0;
      worst = Math.max(worst, run.recovery());
    }
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.1f | %.1f | %.1f | %.1f | %s | %.2f |",
        fault.words,
        clients.words,
        100 * sums[0] / runs.length,
        100 * sums[1] / runs.length,
        100 * sums[2] / runs.length,
        100 * sums[3] / runs.length,
        never ? "not in 110 s" : worst + " s",
        sums[4] / runs.length);
  }
}
