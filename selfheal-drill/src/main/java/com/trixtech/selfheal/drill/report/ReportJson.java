package com.trixtech.selfheal.drill.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.selfheal.drill.evidence.DrillResult;
import com.trixtech.selfheal.drill.evidence.DrillSeries;
import com.trixtech.selfheal.drill.evidence.Evidence;
import com.trixtech.selfheal.drill.evidence.Measures;
import com.trixtech.selfheal.drill.evidence.Overload;
import com.trixtech.selfheal.drill.system.Traffic;
import com.trixtech.selfheal.server.Json;
import com.trixtech.selfheal.server.api.IncidentView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code drill run -o json}. The first ten fields are stable; further ones come after them. What
 * was not measured is null, never 0.
 */
public final class ReportJson {
  private static final Map<String, ToLongFunction<Traffic.Payments>> PAYMENTS =
      new LinkedHashMap<>();

  static {
    PAYMENTS.put("confirmed", Traffic.Payments::confirmed);
    PAYMENTS.put("charges", Traffic.Payments::charges);
    PAYMENTS.put("refunds", Traffic.Payments::refunds);
    PAYMENTS.put("double", Traffic.Payments::doubleCharged);
    PAYMENTS.put("forNothing", Traffic.Payments::chargedForNothing);
    PAYMENTS.put("missing", Traffic.Payments::notPaid);
    PAYMENTS.put("wrong", Traffic.Payments::wrongAmounts);
    PAYMENTS.put("unsettled", Traffic.Payments::unsettled);
    PAYMENTS.put("settledAfterMs", money -> money.settledAfter().toMillis());
    PAYMENTS.put("chargedMinor", Traffic.Payments::chargedMinor);
    PAYMENTS.put("refundedMinor", Traffic.Payments::refundedMinor);
    PAYMENTS.put("dueMinor", Traffic.Payments::dueMinor);
  }

  private ReportJson() {}

  public static String of(DrillSeries series) {
    return Json.pretty(tree(series));
  }

  /** The same as a tree, for whoever prints JSON. */
  public static ObjectNode tree(DrillSeries series) {
    ObjectNode json = run(series.shown(), series.verdict().name(), series.reasons());
    json.put("runs", series.runs().size());
    ObjectNode spreads = json.putObject("spread");
    series.spreads().forEach((name, spread) -> spreads.set(name, Json.MAPPER.valueToTree(spread)));
    DrillResult control = series.control();
    if (control != null) {
      json.set("control", run(control, control.verdict().name(), control.reasons()));
    }
    json.put("report", series.directory().toString());
    return json;
  }

  private static ObjectNode run(DrillResult result, String verdict, List<String> reasons) {
    Evidence seen = result.evidence();
    Measures measures = result.measures();
    Traffic.Result traffic = seen.traffic();
    Traffic.Books books = seen.books();
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("drill", seen.drill().name());
    json.put("verdict", verdict);
    json.put("diagnosis", seen.incident().map(IncidentView::cause).orElse(null));
    json.set("acts", Json.MAPPER.valueToTree(seen.acts()));
    json.putObject("requests")
        .put("total", traffic.total())
        .put("failed", traffic.failed())
        .put("p99Ms", tenths(traffic.p99Ms()))
        .put("shed", traffic.shed())
        .put("deferred", traffic.deferred());
    json.putObject("bookings")
        .put("acknowledged", books == null ? null : Long.valueOf(books.acknowledged()))
        .put("lost", books == null ? null : Long.valueOf(books.lost()))
        .put("double", books == null ? null : Long.valueOf(books.doubled()));
    json.put("timeToDetectMs", measures.timeToDetectMs());
    json.put("timeToRecoverMs", measures.timeToRecoverMs());
    ArrayNode why = json.putArray("reasons");
    reasons.forEach(why::add);
    rest(json, result, measures);
    return json;
  }

  private static ObjectNode payments(Traffic.@Nullable Books books) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    Traffic.Payments money = books == null ? null : books.payments();
    PAYMENTS.forEach((name, value) ->
        json.put(name, money == null ? null : Long.valueOf(value.applyAsLong(money))));
    return json;
  }

  private static void rest(ObjectNode json, DrillResult result, Measures measures) {
    Evidence seen = result.evidence();
    json.set("payments", payments(seen.books()));
    json.put("status", seen.status().name());
    json.put("recoveryBy", measures.recoveryBy());
    json.put("recoveredBy", measures.recoveredBy());
    json.put("readyAgainMs", measures.readyAgainMs());
    json.put("verifiedMs", measures.verifiedMs());
    json.put("healingAgainMs", measures.healingAgainMs());
    json.put("minReady", measures.minReady());
    json.put("restarted", measures.restarted());
    json.set("points", Json.MAPPER.valueToTree(measures.points()));
    json.set("healer", Json.MAPPER.<@Nullable ObjectNode>valueToTree(seen.healerCost()));
    json.set("findings", Json.MAPPER.valueToTree(result.findings()));
    ArrayNode incidents = json.putArray("incidents");
    seen.incidents().forEach(i -> incidents.add(i.id()));
    json.put("startedAt", seen.startedAt().toString());
    json.put("endedAt", seen.endedAt().toString());
    json.put("load", seen.drill().load().requestsPerSecond());
    if (seen.traffic().pages() > 0) {
      json.putObject("pages")
          .put("total", seen.traffic().pages())
          .put("harmed", seen.traffic().pagesHarmed());
    }
    Overload.of(seen)
        .ifPresent(o ->
            json.putObject("burst")
                .put("capacity", o.capacity())
                .put("offeredAtCapacity", tenths(o.offeredAtCapacity()))
                .put("goodputAtCapacity", tenths(o.atCapacity()))
                .put("offered", tenths(o.offered()))
                .put("goodput", tenths(o.goodput()))
                .put("ratio", Math.round(o.ratio() * 1000) / 1000.0)
                .put("goneMs", o.gone().toMillis())
                .put("servedAgainMs", o.servedAgain().toMillis()));
  }

  static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
