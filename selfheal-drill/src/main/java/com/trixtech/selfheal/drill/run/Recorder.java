package com.trixtech.selfheal.drill.run;

import com.trixtech.selfheal.drill.evidence.Event;
import com.trixtech.selfheal.drill.evidence.Sample;
import com.trixtech.selfheal.drill.system.DrilledSystem;
import com.trixtech.selfheal.drill.system.Time;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.NoHealerException;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.IncidentView.RemedyView;
import com.trixtech.selfheal.server.api.Status;
import com.trixtech.selfheal.server.api.Status.WorkloadStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Polls the system and keeps what changed. For one thread. */
final class Recorder {
  private final DrilledSystem system;
  private final Time time;
  private final ProgressListener listener;
  private final Set<String> earlier = new HashSet<>();
  private final Map<String, IncidentView> incidents = new LinkedHashMap<>();
  private final Map<String, String> readiness = new HashMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final Instant begun;
  private @Nullable Instant faultAt;
  private @Nullable Instant verifiedAt;
  private boolean answers = true;

  Recorder(DrilledSystem system, Time time, ProgressListener listener) {
    this.system = system;
    this.time = time;
    this.listener = listener;
    this.begun = time.now();
    system.incidents().forEach(i -> earlier.add(i.id()));
  }

  /** The latest truth; null where nobody answers. */
  @Nullable Sample poll() throws InterruptedException {
    Sample sample;
    try {
      Status status = system.status();
      sample = new Sample(time.now(), status);
      system.incidents().stream()
          .filter(i -> !earlier.contains(i.id()))
          .sorted(Comparator.comparing(IncidentView::openedAt))
          .forEach(this::seen);
    } catch (NoHealerException | ControlException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while asking the healer");
      }
      if (answers) {
        note("healer", "the healer does not answer: " + e.getMessage());
        answers = false;
      }
      return null;
    }
    if (!answers) {
      note("healer", "the healer answers again");
      answers = true;
    }
    samples.add(sample);
    sample.status().workloads().forEach(this::ready);
    return sample;
  }

  private void ready(WorkloadStatus w) {
    String now = "%s: %s, %d of %d ready".formatted(w.name(), w.health(), w.ready(), w.replicas());
    String before = readiness.put(w.name(), now);
    if (before != null && !before.equals(now)) {
      note("platform", now);
    }
  }

  private void seen(IncidentView incident) {
    IncidentView known = incidents.put(incident.id(), incident);
    if (known == null) {
      note(
          "health",
          "incident %s opened: %s on %s"
              .formatted(incident.id(), incident.cause(), incident.target()));
    } else if (!known.cause().equals(incident.cause())) {
      note("diagnosis", "incident %s is now %s".formatted(incident.id(), incident.cause()));
    }
    int told = known == null ? 0 : known.timeline().size();
    for (int i = told; i < incident.timeline().size(); i++) {
      IncidentView.Line line = incident.timeline().get(i);
      events.add(new Event(line.at(), line.step(), line.text()));
      tell("%-9s %s".formatted(line.step(), line.text()));
    }
    if (verifiedAt == null
        && incident.remedies().stream().map(RemedyView::outcome).anyMatch("Recovered"::equals)) {
      verifiedAt = time.now();
    }
    if (known != null && known.open() && !incident.open()) {
      note("verify", "incident %s closed: %s".formatted(incident.id(), incident.outcome()));
    }
  }

  /** Writes a line of the drill's own into the timeline, and says it. */
  void note(String step, String text) {
    events.add(new Event(time.now(), step, text));
    tell(text);
  }

  /** Says it without writing it down. */
  void tell(String text) {
    Instant zero = faultAt;
    Duration since = Duration.between(zero == null ? begun : zero, time.now());
    String label = zero == null ? "baseline" : "t+%.1f s".formatted(since.toMillis() / 1000.0);
    listener.say("%-9s %s".formatted(label, text));
  }

  void faultAt(Instant at) {
    faultAt = at;
    samples.clear();
  }

  /** When the fault was in; null where it is not yet. */
  @Nullable Instant faultAt() {
    return faultAt;
  }

  List<Sample> samples() {
    return samples;
  }

  List<IncidentView> incidents() {
    return List.copyOf(incidents.values());
  }

  @Nullable Instant verifiedAt() {
    return verifiedAt;
  }

  List<Event> timeline() {
    return events.stream().sorted(Comparator.comparing(Event::at)).toList();
  }
}
