package com.trixtech.selfheal.drill.system;

/** That nobody else drills the same system, until it is closed. */
@FunctionalInterface
public interface Reservation extends AutoCloseable {
  /** There is nobody else who could. */
  Reservation NEEDLESS = () -> {};

  @Override
  void close();
}
