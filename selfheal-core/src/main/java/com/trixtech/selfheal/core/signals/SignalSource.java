package com.trixtech.selfheal.core.signals;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import java.util.Optional;

/** Port: the world as it is. Called by the loop's own thread only. */
public interface SignalSource {

  /** What is known now. Must not block on a failing part: that part keeps its old time. */
  Snapshot read();

  /**
   * Reads one instance anew, from the source and not from a cache, just before an act on it. Empty
   * when this uid no longer exists.
   */
  Optional<InstanceFact> reread(InstanceRef instance);
}
