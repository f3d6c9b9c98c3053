package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.local.state.StateDirectory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The instances' records on the disk. What cannot be written now, because the disk is full, is
 * written later: an instance that died must be started again all the same. Confined to the event
 * loop.
 */
final class Records {
  private static final System.Logger LOG = System.getLogger(Records.class.getName());

  private final StateDirectory state;
  private final Map<String, Instance> unsaved = new LinkedHashMap<>();

  Records(StateDirectory state) {
    this.state = state;
  }

  void save(Instance instance) {
    try {
      state.write(file(instance.uid), instance.record());
      unsaved.remove(instance.uid);
    } catch (LocalException e) {
      if (unsaved.put(instance.uid, instance) == null) {
        LOG.log(
            System.Logger.Level.ERROR, "instance {0} goes on: {1}", instance.name, e.getMessage());
      }
    }
  }

  /** Tries again what could not be written; the first failure ends the try. */
  void retry() {
    for (Instance instance : List.copyOf(unsaved.values())) {
      save(instance);
      if (unsaved.containsKey(instance.uid)) {
        return;
      }
      LOG.log(System.Logger.Level.INFO, "instance {0} is on the disk again", instance.name);
    }
  }

  /** Deletes a record with the private files of its instance. */
  void remove(Instance instance) {
    unsaved.remove(instance.uid);
    state.delete(file(instance.uid));
    StateDirectory.deleteTree(state.root().resolve("pods").resolve(instance.uid));
  }

  private static String file(String uid) {
    return "instances/" + uid + ".json";
  }
}
