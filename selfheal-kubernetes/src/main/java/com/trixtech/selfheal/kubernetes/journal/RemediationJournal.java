package com.trixtech.selfheal.kubernetes.journal;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.Journal;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.kubernetes.act.ActRecords;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Future.State;
import org.jspecify.annotations.Nullable;

/**
 * The journal in Remediation resources, and with it the gateway's records: the key of an act is in
 * its intent, and its outcome in its report.
 *
 * <p>A flush is one request for each incident that has something new, and one for what belongs to
 * none, several at a time. An incident whose namespace takes nothing, because it is going or by a
 * quota, goes on in the operator's own: what was done there must not be forgotten before the loop
 * has closed it, and one namespace must not stop the loop for all. Not thread-safe, as the ports
 * allow.
 */
public final class RemediationJournal implements Journal, ActRecords {
  /** Pages of what belongs to no incident: {@code journal-0001}, {@code journal-0002} … */
  private static final String OWN = "journal-";

  /** Requests at one time. */
  private static final int WRITERS = 8;

  private static final System.Logger LOG = System.getLogger(RemediationJournal.class.getName());

  private final Pages pages;
  private final String home;
  private final Retention retention;
  private final Map<String, PageName> ofIncident = new HashMap<>();
  private final Map<String, Begun> begun = new HashMap<>();
  private final Map<String, JournalEntry.ActIntended> intended = new HashMap<>();
  private final Map<Page, List<Line>> unreadable = new HashMap<>();
  private @Nullable Instant compactAt;
  private int ownPage = 1;
  private int foreign;

  private RemediationJournal(Pages pages, String home, Retention retention) {
    this.pages = pages;
    this.home = home;
    this.retention = retention;
    for (Map.Entry<Line, Page> entry : pages.lines()) {
      Line line = entry.getKey();
      if (line.foreign()) {
        foreign++;
      } else if (line.read() == null) {
        unreadable.computeIfAbsent(entry.getValue(), _ -> new ArrayList<>()).add(line);
      } else {
        found(line.read(), entry.getValue().name());
      }
    }
    pages.all().stream()
        .map(Page::name)
        .filter(this::own)
        .forEach(n -> ownPage = Math.max(ownPage, number(n)));
  }

  /**
   * Reads the journal.
   *
   * @param api with no retries of its own: what was not written is said at once
   * @param home the operator's own namespace
   * @param namespaces where it heals; empty = everywhere
   * @throws JournalUnavailable when it cannot be read
   */
  public static RemediationJournal open(
      KubernetesClient api, String home, Set<String> namespaces, Retention retention) {
    return new RemediationJournal(Pages.open(api, home, namespaces), home, retention);
  }

  private boolean own(PageName page) {
    return page.namespace().equals(home) && page.name().matches(OWN + "\\d{4,9}");
  }

  private static int number(PageName own) {
    return Integer.parseInt(own.name().substring(OWN.length()));
  }

  /** An act that an earlier life of the operator intended may have been begun. */
  private void found(Object read, PageName page) {
    switch (read) {
      case JournalEntry.OfIncident of -> {
        ofIncident.put(of.incident(), page);
        switch (of) {
          case JournalEntry.ActIntended act -> begun.put(act.key(), new Begun(act.remedy(), null));
          case JournalEntry.ActReported report -> settle(report.key(), report.outcome());
          default -> {}
        }
      }
      case ActNote.GatewaySettled note -> settle(note.key(), note.outcome());
      default -> {}
    }
  }

  /**
   * What was found that cannot be read, for people; it is left out, and goes with the next flush.
   */
  public Optional<String> torn() {
    return unreadable.entrySet().stream()
        .findFirst()
        .map(e ->
            "%s: entry %d is no journal entry (expected: JSON of a known kind)"
                .formatted(e.getKey().name(), e.getValue().getFirst().sequence()));
  }

  /**
   * How many entries were found that another build wrote, of a kind or with a value that this one
   * does not know. They are kept for that build, and say nothing here.
   */
  public int foreign() {
    return foreign;
  }

  @Override
  public void append(JournalEntry entry) {
    switch (entry) {
      case JournalEntry.OfIncident of -> append(of);
      case JournalEntry.HealerStarted _,
          JournalEntry.PlatformRestarted _,
          JournalEntry.RevisionProven _,
          JournalEntry.RevisionCondemned _,
          JournalEntry.Paused _,
          JournalEntry.Resumed _ ->
          own(entry);
    }
    if (entry instanceof JournalEntry.IncidentClosed
        || entry instanceof JournalEntry.HealerStarted) {
      compactAt = entry.at();
    }
  }

  private void append(JournalEntry.OfIncident entry) {
    switch (entry) {
      case JournalEntry.IncidentOpened opened -> {
        PageName page =
            new PageName(
                opened.workload().namespace(), opened.workload().name() + "-" + opened.incident());
        ofIncident.put(opened.incident(), page);
        pages.take(pages.page(page), Heads.opened(opened), opened);
      }
      case JournalEntry.ActIntended act -> {
        intended.put(act.key(), act);
        onItsPage(act);
      }
      case JournalEntry.ActReported report -> {
        intended.remove(report.key());
        settle(report.key(), report.outcome());
        onItsPage(report);
      }
      default -> onItsPage(entry);
    }
  }

  private void onItsPage(JournalEntry.OfIncident entry) {
    PageName name = ofIncident.get(entry.incident());
    if (name == null || own(name)) {
      own(entry);
      return;
    }
    Page page = pages.page(name);
    RemediationSpec head = Heads.after(page.head(), entry);
    if (page.full()) {
      page = pages.page(next(name));
      ofIncident.put(entry.incident(), page.name());
    }
    pages.take(page, head, entry);
  }

  /** {@code backend-i-0001}, then {@code backend-i-0001.2}, {@code backend-i-0001.3} … */
  private static PageName next(PageName full) {
    int dot = full.name().lastIndexOf('.');
    boolean first = dot < 0 || !full.name().substring(dot + 1).matches("\\d+");
    String base = first ? full.name() : full.name().substring(0, dot);
    int number = first ? 2 : Integer.parseInt(full.name().substring(dot + 1)) + 1;
    return new PageName(full.namespace(), base + "." + number);
  }

  private void own(JournalEntry entry) {
    Page page = ownPage();
    pages.take(page, page.head(), entry);
  }

  private Page ownPage() {
    Page page = pages.page(ownName());
    if (page.full()) {
      ownPage++;
      page = pages.page(ownName());
    }
    return page;
  }

  private PageName ownName() {
    return new PageName(home, OWN + "%04d".formatted(ownPage));
  }

  @Override
  public void flush() {
    if (pages.due().isEmpty()) {
      return;
    }
    mend();
    write(pages.due());
    write(pages.due()); // what was brought home
    if (compactAt != null) {
      compact(compactAt);
      compactAt = null;
    }
  }

  /** Several at a time: of many incidents at once the last must not wait for all others. */
  private void write(List<Page> due) {
    if (due.size() < 2) {
      due.forEach(this::write);
      return;
    }
    List<Future<?>> writes;
    try (ExecutorService writers =
        Executors.newFixedThreadPool(Math.min(due.size(), WRITERS), Thread.ofVirtual().factory())) {
      writes =
          due.stream().<Future<?>>map(page -> writers.submit(() -> pages.write(page))).toList();
    }
    Throwable failure = null;
    for (int i = 0; i < due.size(); i++) {
      Throwable failed =
          writes.get(i).state() == State.FAILED ? writes.get(i).exceptionNow() : null;
      if (failed instanceof PageRefused refused) {
        refused(due.get(i), refused);
      } else if (failed != null) {
        failure = failed;
      }
    }
    switch (failure) {
      case null -> {}
      case RuntimeException known -> throw known;
      case Throwable other -> throw new IllegalStateException(other);
    }
  }

  private void write(Page page) {
    try {
      pages.write(page);
    } catch (PageRefused refused) {
      refused(page, refused);
    }
  }

  private void refused(Page page, PageRefused refused) {
    if (own(page.name())) {
      throw new JournalUnavailable("journal: " + refused.getMessage(), refused);
    }
    page.giveBack().forEach(this::bringHome);
  }

  private void bringHome(Line line) {
    Page page = ownPage();
    page.take(line);
    if (line.read() instanceof JournalEntry.OfIncident of) {
      ofIncident.put(of.incident(), page.name());
    }
  }

  /** Takes away what could not be read: it was reported, and says nothing to anybody. */
  private void mend() {
    unreadable.forEach((page, bad) -> {
      List<Line> good = new ArrayList<>(page.lines());
      good.removeAll(bad);
      keep(page, good);
    });
    unreadable.clear();
  }

  @Override
  public List<JournalEntry> replay() {
    return pages.lines().stream()
        .map(e -> e.getKey().read())
        .filter(JournalEntry.class::isInstance)
        .map(JournalEntry.class::cast)
        .toList();
  }

  /**
   * The Remediation that tells of the incident, by its name alone; empty where there is none,
   * because the incident's namespace is gone.
   */
  public Optional<Remediation> remediation(String incident) {
    return Optional.ofNullable(ofIncident.get(incident))
        .filter(page -> !own(page))
        .map(PageName::object);
  }

  /** The Remediations that tell of no incident, by their names alone. */
  public List<Remediation> own() {
    return pages.all().stream()
        .filter(page -> own(page.name()) && page.version() != null)
        .map(page -> page.name().object())
        .toList();
  }

  @Override
  public Optional<Begun> find(String key) {
    return Optional.ofNullable(begun.get(key));
  }

  @Override
  public void begin(Act act) {
    JournalEntry.ActIntended intent = intended.get(act.key());
    if (intent == null || !pages.due().isEmpty()) {
      throw new IllegalStateException(
          "act %s: no intent of it is in the cluster (expected: one, before the act)"
              .formatted(act.key()));
    }
    intended.remove(act.key());
    begun.put(act.key(), new Begun(act.remedy(), null));
  }

  @Override
  public void settle(String key, Outcome outcome) {
    begun.computeIfPresent(key, (_, act) -> new Begun(act.remedy(), outcome));
  }

  private void compact(Instant now) {
    Map<Page, List<Line>> smaller = Compaction.of(pages, retention, now);
    smaller.forEach(this::keep);
    if (!smaller.isEmpty()) {
      forget();
    }
  }

  /** More history than wanted is no reason not to act. */
  private void keep(Page page, List<Line> lines) {
    try {
      pages.keep(page, lines);
    } catch (JournalUnavailable | PageRefused | KubernetesClientException e) {
      LOG.log(System.Logger.Level.WARNING, "journal: old entries are kept: " + e.getMessage());
    }
  }

  /** What no page tells of any more was told of incidents that ended long ago. */
  private void forget() {
    Set<String> incidents = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (Map.Entry<Line, Page> entry : pages.lines()) {
      if (entry.getKey().read() instanceof JournalEntry.OfIncident of) {
        incidents.add(of.incident());
        if (of instanceof JournalEntry.ActIntended act) {
          keys.add(act.key());
        }
      }
    }
    ofIncident.keySet().retainAll(incidents);
    begun.keySet().retainAll(keys);
  }
}
