package com.trixtech.selfheal.local.controllers;

import java.util.function.Predicate;

/** Loopback addresses of this state directory. Called on the event loop. */
public interface Addresses {
  /** The lasting address of a Service. */
  String service(String name);

  /** An address for a new instance, of which {@code inUse} says that nobody has it. */
  String nextInstance(Predicate<String> inUse);

  /** Gives everything back; only when everything is brought down. */
  void release();
}
