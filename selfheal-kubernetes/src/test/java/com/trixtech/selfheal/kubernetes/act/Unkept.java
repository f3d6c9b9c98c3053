package com.trixtech.selfheal.kubernetes.act;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Records in memory, for tests that cut the line to the API server. Not thread-safe. */
final class Unkept implements ActRecords {
  private final Map<String, Begun> acts = new HashMap<>();

  @Override
  public Optional<Begun> find(String key) {
    return Optional.ofNullable(acts.get(key));
  }

  @Override
  public void begin(Act act) {
    acts.put(act.key(), new Begun(act.remedy(), null));
  }

  @Override
  public void settle(String key, Outcome outcome) {
    acts.computeIfPresent(key, (_, b) -> new Begun(b.remedy(), outcome));
  }
}
