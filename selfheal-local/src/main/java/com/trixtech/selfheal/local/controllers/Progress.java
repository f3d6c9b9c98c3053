package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.local.node.Instance;
import com.trixtech.selfheal.local.node.InstanceRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Says in short sentences what happens, each once. Confined to the event loop. */
public final class Progress {
  private final Consumer<String> listener;
  private final Map<String, String> last = new HashMap<>();

  public Progress(Consumer<String> listener) {
    this.listener = listener;
  }

  void changed(Instance instance, int desired, List<Instance> peers) {
    InstanceRecord record = instance.record();
    long ready = peers.stream().filter(Instance::ready).count();
    String because = instance.detail().isEmpty() ? "" : ": " + instance.detail();
    String sentence =
        switch (record.stage()) {
          case STARTING -> "starting";
          case RUNNING ->
              instance.ready() ? "ready (%d/%d)".formatted(ready, desired) : "not ready" + because;
          case RESTARTING -> "being restarted" + because;
          case BACKING_OFF -> "waits to be started again" + because;
          case TERMINATING -> "being ended";
        };
    if (!sentence.equals(last.put(record.uid(), sentence))) {
      listener.accept(record.name() + ": " + sentence);
    }
  }

  void gone(InstanceRecord record) {
    last.remove(record.uid());
    listener.accept(record.name() + ": gone");
  }
}
