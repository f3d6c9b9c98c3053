package com.trixtech.selfheal.cli.text;

import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.Status;
import com.trixtech.selfheal.server.api.Status.WorkloadStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is new since the last look, as lines for a log. Not thread-safe: remembers the last look.
 * The first look gives the sentence of the status and nothing else; incidents that were closed by
 * then are old news.
 */
public final class StatusChanges {

  private final Style style;
  private String automation = "";
  private final Map<String, String> workloads = new LinkedHashMap<>();
  private final Map<String, Integer> told = new LinkedHashMap<>();

  public StatusChanges(Style style) {
    this.style = style;
  }

  /** {@code incidents}: all of them, newest first. */
  public List<String> since(Status status, List<IncidentView> incidents) {
    List<String> lines = new ArrayList<>();
    String clock = style.muted(Times.clock(status.at())) + " ";
    boolean first = automation.isEmpty();
    if (first) {
      lines.add(clock + StatusText.sentence(status));
    } else if (!automation.equals(status.automation())) {
      lines.add(clock + "automation " + automation + " -> " + status.automation());
    }
    automation = status.automation();
    for (WorkloadStatus workload : status.workloads()) {
      String now =
          "%s %d/%d ready"
              .formatted(style.badge(workload.health()), workload.ready(), workload.replicas());
      String before = workloads.put(workload.name(), now);
      if (before != null && !before.equals(now)) {
        lines.add(clock + workload.name() + ": " + before + " -> " + now);
      }
    }
    for (IncidentView incident : incidents.reversed()) {
      int seen =
          told.getOrDefault(incident.id(), first && !incident.open() ? Integer.MAX_VALUE : 0);
      List<IncidentView.Line> timeline = incident.timeline();
      for (IncidentView.Line line :
          timeline.subList(Math.min(seen, timeline.size()), timeline.size())) {
        lines.add(
            "%s %s %s: %s"
                .formatted(
                    style.muted(Times.clock(line.at())), incident.id(), line.step(), line.text()));
      }
      told.put(incident.id(), timeline.size());
    }
    return lines;
  }
}
