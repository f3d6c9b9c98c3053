package com.trixtech.booking.load.ledger;

import com.trixtech.booking.load.history.Call;
import com.trixtech.booking.load.history.Call.Kind;
import com.trixtech.booking.load.history.Call.Outcome;
import com.trixtech.booking.load.history.Call.Promise;
import com.trixtech.booking.load.history.History;
import com.trixtech.booking.load.history.Wish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A wish and every call that served it. Immutable once made. */
record VisitRecord(Wish wish, List<Call> calls) {

  static List<VisitRecord> of(History history) {
    List<VisitRecord> visits = new ArrayList<>();
    history.wishes().forEach(wish -> visits.add(new VisitRecord(wish, new ArrayList<>())));
    history.calls().forEach(call -> visits.get(call.wish()).calls().add(call));
    return visits;
  }

  /** What was promised, by the booking's id; more than one where a key was answered with two. */
  Map<String, Promise> promises() {
    Map<String, Promise> promises = new LinkedHashMap<>();
    for (Call call : calls) {
      if (call.kind() == Kind.BOOK && call.outcome() == Outcome.DONE && call.booking() != null) {
        Promise promise = call.promise();
        promises.putIfAbsent(
            call.booking(), promise == null ? new Promise(wish.price(), null) : promise);
      }
    }
    return promises;
  }

  /** Whether a call of this kind was answered so. */
  boolean was(Kind kind, Outcome outcome) {
    return calls.stream().anyMatch(c -> c.kind() == kind && c.outcome() == outcome);
  }

  /** Whether a call of this kind was sent that may have changed something. */
  boolean mayHave(Kind kind) {
    return calls.stream().anyMatch(c -> c.kind() == kind && c.outcome().mayHaveHappened());
  }

  /** Writes whose key was never answered in a way that tells what became of it. */
  long unknown() {
    Map<String, Boolean> told = new LinkedHashMap<>();
    calls.forEach(c -> told.merge(c.key(), c.outcome() != Outcome.UNKNOWN, Boolean::logicalOr));
    return told.values().stream().filter(known -> !known).count();
  }
}
