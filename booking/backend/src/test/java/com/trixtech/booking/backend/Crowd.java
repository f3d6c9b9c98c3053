package com.trixtech.booking.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Many at once. */
final class Crowd {
  private Crowd() {}

  interface Numbered<T> {
    T call(int i) throws Exception;
  }

  /** What each of them got, in the order of their numbers. */
  static <T> List<T> of(int count, Numbered<T> work) throws Exception {
    var calls = new ArrayList<Callable<T>>();
    for (int i = 0; i < count; i++) {
      int n = i;
      calls.add(() -> work.call(n));
    }
    var results = new ArrayList<T>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(calls)) {
        results.add(done.get());
      }
    }
    return results;
  }
}
