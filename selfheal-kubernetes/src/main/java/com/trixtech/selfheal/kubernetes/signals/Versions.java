package com.trixtech.selfheal.kubernetes.signals;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts changes, by namespace. Thread-safe. */
final class Versions {
  private final Map<String, AtomicLong> changes = new ConcurrentHashMap<>();

  void grow(String namespace) {
    changes.computeIfAbsent(namespace, _ -> new AtomicLong()).incrementAndGet();
  }

  long of(String namespace) {
    AtomicLong version = changes.get(namespace);
    return version == null ? 0 : version.get();
  }
}
