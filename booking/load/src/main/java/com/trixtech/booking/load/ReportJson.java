package com.trixtech.booking.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.load.LoadReport.Failures;
import com.trixtech.booking.load.ledger.LedgerReport;
import org.jspecify.annotations.Nullable;

/** Both reports as JSON; what there is none of is absent. */
final class ReportJson {
  private ReportJson() {}

  static String of(
      @Nullable LoadReport load, @Nullable LedgerReport ledger, @Nullable String unchecked) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (load != null) {
      add(json, load);
    }
    if (ledger != null) {
      add(json, ledger);
    }
    if (unchecked != null) {
      json.put("unchecked", unchecked);
    }
    return json.toPrettyString();
  }

  private static void add(ObjectNode json, LoadReport load) {
    json.putObject("requests")
        .put("total", load.total())
        .put("ok", load.ok())
        .put("deferred", load.deferred())
        .put("shed", load.shed())
        .put("failed", load.failed())
        .put("p50Ms", load.p50().toNanos() / 1e6)
        .put("p99Ms", load.p99().toNanos() / 1e6)
        .put("maxMs", load.max().toNanos() / 1e6);
    json.putObject("pages")
        .put("total", load.pages().total())
        .put("shed", load.pages().shed())
        .put("failed", load.pages().failed());
    var failures = json.putObject("failures");
    load.failures().forEach((kind, f) -> add(failures.putObject(kind), f));
    var phases = json.putArray("phases");
    for (LoadReport.Phase phase : load.phases()) {
      phases
          .addObject()
          .put("wanted", phase.wanted())
          .put("lastedMs", phase.lasted().toMillis())
          .put("total", phase.total())
          .put("ok", phase.ok())
          .put("deferred", phase.deferred())
          .put("shed", phase.shed())
          .put("failed", phase.failed())
          .put("goodput", phase.goodput());
    }
  }

  private static void add(ObjectNode json, Failures failures) {
    json.put("count", failures.count())
        .put("first", failures.first().toString())
        .put("last", failures.last().toString());
  }

  private static void add(ObjectNode json, LedgerReport ledger) {
    json.putObject("bookings")
        .put("acknowledged", ledger.acknowledged())
        .put("lost", ledger.lost())
        .put("double", ledger.doubled())
        .put("unexplained", ledger.unexplained())
        .put("unacknowledged", ledger.unacknowledged())
        .put("unknown", ledger.unknown());
    LedgerReport.Payments money = ledger.payments();
    json.putObject("payments")
        .put("confirmed", money.confirmed())
        .put("charges", money.charges())
        .put("refunds", money.refunds())
        .put("declined", money.declined())
        .put("doubleCharged", ledger.doubleCharged())
        .put("chargedForNothing", ledger.chargedForNothing())
        .put("notPaid", ledger.notPaid())
        .put("wrongAmounts", ledger.wrongAmounts())
        .put("unsettled", ledger.unsettled())
        .put("settledAfterMs", ledger.settledAfter().toMillis())
        .put("chargedMinor", money.chargedMinor())
        .put("refundedMinor", money.refundedMinor())
        .put("dueMinor", money.dueMinor());
    var breaches = json.putObject("breaches");
    ledger.breaches().forEach((breach, count) -> breaches.put(breach.word(), count));
    ledger.examples().forEach(json.putArray("examples")::add);
  }
}
