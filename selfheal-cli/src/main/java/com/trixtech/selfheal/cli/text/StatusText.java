package com.trixtech.selfheal.cli.text;

import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.PauseView;
import com.trixtech.selfheal.server.api.Status;
import com.trixtech.selfheal.server.api.Status.InstanceStatus;
import com.trixtech.selfheal.server.api.Status.WorkloadStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code selfheal status}: is it bad, is the machine on it, must I do something? */
public final class StatusText {
  /** The healer looks several times a second; older than this, it is blind and that must show. */
  private static final Duration STALE = Duration.ofSeconds(5);

  private StatusText() {}

  public static List<String> lines(
      Status status, List<IncidentView> open, Instant now, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(style.strong(sentence(status)));
    String healer = status.healer();
    if (healer != null) {
      Table.wrap(healer, style.columns()).forEach(part -> lines.add(style.muted(part)));
    }
    if (Duration.between(status.at(), now).compareTo(STALE) > 0) {
      lines.add(
          style.paint(
              Style.Tone.WARN, "▲ The healer looked last " + Times.ago(status.at(), now) + "."));
    }
    for (PauseView pause : status.pauses()) {
      lines.add(
          style.paint(
              Style.Tone.WARN,
              "▲ Paused (%s) for %s by %s: %s; ends %s"
                  .formatted(
                      pause.id(),
                      pause.target(),
                      pause.by(),
                      pause.reason(),
                      Times.ago(pause.until(), now))));
    }
    for (WorkloadStatus workload : status.workloads()) {
      lines.add("");
      workload(lines, workload, style);
    }
    if (!status.services().isEmpty()) {
      lines.add("");
      lines.add(style.strong("Services"));
      Table table = new Table("  ");
      status.services().forEach(service -> table.row(service.name(), service.url()));
      lines.addAll(table.lines());
    }
    if (!open.isEmpty()) {
      lines.add("");
      lines.add(style.strong("Open incidents"));
      lines.addAll(IncidentText.rows(open, now, style));
    }
    if (!status.attention().isEmpty()) {
      lines.add("");
      lines.add(style.strong("Requires attention"));
      for (Status.Attention attention : status.attention()) {
        String text = attention.target() + ": " + attention.why();
        for (String part : Table.wrap(text, style.columns() - 4)) {
          lines.add((part.startsWith(attention.target()) ? "  ! " : "    ") + part);
        }
      }
    }
    return lines;
  }

  /** {@code Healing 1 incident; 4 of 4 instances ready; automation ON}. */
  public static String sentence(Status status) {
    int open = status.incidents().open();
    String doing =
        open > 0
            ? "Healing " + open + (open == 1 ? " incident" : " incidents")
            : status.settled() ? "All is well" : "Nothing is being healed";
    return "%s; %d of %d instances ready; automation %s"
        .formatted(
            doing,
            status.readyInstances(),
            status.wantedInstances(),
            status.automation().toUpperCase(Locale.ROOT));
  }

  private static void workload(List<String> lines, WorkloadStatus workload, Style style) {
    String revision = workload.revision() > 0 ? ", revision " + workload.revision() : "";
    lines.add(
        "%s  %s/%s  %s"
            .formatted(
                style.badge(workload.health()),
                workload.kind(),
                style.strong(workload.name()),
                style.muted(
                    "%d/%d ready%s".formatted(workload.ready(), workload.replicas(), revision))));
    Table table = new Table("  ", " ");
    for (InstanceStatus instance : workload.instances()) {
      table.row(
          style.badge(instance.health()),
          Table.cut(instance.name(), 34),
          instance.ready() ? "ready" : "unready",
          instance.ip(),
          where(instance));
    }
    List<String> rows = table.lines();
    for (int i = 0; i < rows.size(); i++) {
      lines.add(rows.get(i));
      String detail = detail(workload.instances().get(i));
      if (!detail.isEmpty()) {
        Table.wrap(detail, style.columns() - 6)
            .forEach(part -> lines.add("      " + style.muted(part)));
      }
    }
  }

  private static String where(InstanceStatus instance) {
    if (instance.node() != null) {
      return instance.node();
    }
    return instance.pid() == null ? "no process" : "pid " + instance.pid();
  }

  private static String detail(InstanceStatus instance) {
    String restarts =
        switch (instance.restarts()) {
          case 0 -> "";
          case 1 -> "restarted once";
          default -> "restarted " + instance.restarts() + " times";
        };
    boolean both = !restarts.isEmpty() && !instance.detail().isEmpty();
    return instance.detail() + (both ? "; " : "") + restarts;
  }
}
