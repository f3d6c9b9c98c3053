package com.trixtech.selfheal.bench.metastability;

import java.time.Duration;

/** What is wrong with the provider for a while. */
enum Fault {
  SLOW("4 x slower, 15 s", 15),
  ERRORS("20 % errors, 60 s", 60),
  HANG("hangs, 60 s", 60);

  static final Duration START = Duration.ofSeconds(30);

  final String words;
  private final int seconds;

  Fault(String words, int seconds) {
    this.words = words;
    this.seconds = seconds;
  }

  Duration end() {
    return START.plusSeconds(seconds);
  }

  private boolean on(long now) {
    return now >= START.toNanos() && now < end().toNanos();
  }

  double factor(long now) {
    return this == SLOW && on(now) ? 4 : 1;
  }

  double errors(long now) {
    return this == ERRORS && on(now) ? 0.2 : 0;
  }

  boolean hangs(long now) {
    return this == HANG && on(now);
  }
}
