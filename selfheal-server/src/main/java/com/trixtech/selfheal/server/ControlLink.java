package com.trixtech.selfheal.server;

/** A way to a control plane that runs elsewhere; whoever opened it closes it. */
public interface ControlLink extends ControlPlane, AutoCloseable {
  @Override
  void close();
}
