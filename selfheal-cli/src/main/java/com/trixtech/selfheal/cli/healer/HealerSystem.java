package com.trixtech.selfheal.cli.healer;

import com.trixtech.selfheal.server.ControlPlane;
import com.trixtech.selfheal.server.api.Requests;
import java.util.function.Consumer;

/**
 * A healer with all that it heals, put together and not yet started. The control API may ask it
 * from the moment it is composed, while {@link #start} is still at work too.
 */
public interface HealerSystem extends ControlPlane, AutoCloseable {

  /**
   * Starts, or takes over what an earlier healer left running. Returns when all is set going, not
   * when it is ready.
   *
   * @param progress is told each phase in a few words
   * @throws InterruptedException when the start is to be given up; {@link #stop} follows
   */
  void start(Consumer<String> progress) throws InterruptedException;

  /**
   * Ends every instance, and leaves nothing behind but data and logs, or not even them. Called a
   * second time, from another thread and with {@code force}, while the first still waits for
   * terminations: both then return soon.
   */
  void stop(Requests.Down request);

  /** Lets go: ends the loop and closes files. What runs goes on running. */
  @Override
  void close();
}
