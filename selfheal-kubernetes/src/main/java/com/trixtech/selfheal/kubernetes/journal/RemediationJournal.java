package com.trixtech.selfheal.kubernetes.journal;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.Journal;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.kubernetes.act.ActRecords;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec;
import com.trixtech.selfheal.kubernetes.api.RemediationStatus;
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
import java.util.function.Function;

/**
 * The journal and the gateway's records, in Remediation resources.
 *
 * <p>An incident whose namespace is going goes on in the operator's own: what was done there must
 * not be forgotten before the loop has closed it, and one namespace must not stop the loop for all.
 * Not thread-safe, as the ports allow.
 */
public final class RemediationJournal implements Journal, ActRecords {
  /** Pages of what belongs to no incident: {@code journal-0001}, {@code journal-0002} … */
  private static final String OWN = "journal-";

  private static final System.Logger LOG = System.getLogger(RemediationJournal.class.getName());

  private final Pages pages;
  private final String home;
  private final Retention retention;
  private final Map<String, PageName> ofIncident = new HashMap<>();
  private final Map<String, Begun> acts = new HashMap<>();
  private final Map<Page, List<Line>> unreadable = new HashMap<>();
  private final Set<PageName> explained = new HashSet<>();
  private int ownPage = 1;

  private RemediationJournal(Pages pages, String home, Retention retention) {
    this.pages = pages;
    this.home = home;
    this.retention = retention;
    for (Map.Entry<Line, Page> entry : pages.lines()) {
      Optional<Object> read = Lines.read(entry.getKey().text());
      if (read.isEmpty()) {
        unreadable.computeIfAbsent(entry.getValue(), _ -> new ArrayList<>()).add(entry.getKey());
      }
      read.ifPresent(line -> note(line, entry.getValue().name()));
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

  private void note(Object line, PageName page) {
    switch (line) {
      case JournalEntry.IncidentOpened opened -> ofIncident.put(opened.incident(), page);
      case JournalEntry.OfIncident of -> ofIncident.put(of.incident(), page);
      case ActNote.GatewayBegan began ->
          acts.put(began.key(), new Begun(began.at(), began.remedy(), began.undo(), null));
      case ActNote.GatewaySettled settled ->
          acts.computeIfPresent(
              settled.key(),
              (_, known) -> new Begun(known.at(), known.remedy(), known.undo(), settled.outcome()));
      default -> {}
    }
  }

  /**
   * What was found that cannot be read, for people; it is left out, and goes with the next entry.
   */
  public Optional<String> torn() {
    return unreadable.entrySet().stream()
        .findFirst()
        .map(e ->
            "%s: entry %d is no journal entry (expected: JSON of a known kind)"
                .formatted(e.getKey().name(), e.getValue().getFirst().sequence()));
  }

  @Override
  public void append(JournalEntry entry) {
    mend();
    switch (entry) {
      case JournalEntry.IncidentOpened opened ->
          write(
              new PageName(
                  opened.workload().namespace(),
                  opened.workload().name() + "-" + opened.incident()),
              head -> Heads.opened(opened),
              opened.at(),
              Lines.text(entry),
              entry);
      case JournalEntry.OfIncident of -> {
        PageName page = ofIncident.get(of.incident());
        if (page == null) {
          own(entry.at(), Lines.text(entry), entry);
        } else {
          write(page, head -> Heads.after(head, of), of.at(), Lines.text(entry), entry);
        }
      }
      case JournalEntry.HealerStarted _,
          JournalEntry.PlatformRestarted _,
          JournalEntry.RevisionProven _,
          JournalEntry.RevisionCondemned _,
          JournalEntry.Paused _,
          JournalEntry.Resumed _ ->
          own(entry.at(), Lines.text(entry), entry);
    }
    if (entry instanceof JournalEntry.IncidentClosed
        || entry instanceof JournalEntry.HealerStarted) {
      compact(entry.at());
    }
  }

  /**
   * Shows how an incident goes on its Remediation; never the truth, which the entries are.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when it could not
   */
  public void show(String incident, RemediationStatus status) {
    PageName page = ofIncident.get(incident);
    if (page != null && !own(page)) {
      pages.status(pages.page(page), status);
    }
  }

  /**
   * Says on the pages that belong to no incident what they are, once on each.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when it could not
   */
  public void showOwn(RemediationStatus status) {
    for (Page page : pages.all()) {
      if (own(page.name()) && page.version() != null && !explained.contains(page.name())) {
        pages.status(page, status);
        explained.add(page.name());
      }
    }
  }

  private void write(
      PageName name,
      Function<RemediationSpec, RemediationSpec> head,
      Instant at,
      String text,
      Object line) {
    try {
      Page page = pages.page(name);
      if (page.full()) {
        page = pages.page(next(name));
      }
      pages.append(page, head.apply(page.head()), at, text);
      note(line, page.name());
    } catch (PageGone gone) {
      own(at, text, line);
    }
  }

  /** {@code backend-i-0001}, then {@code backend-i-0001.2}, {@code backend-i-0001.3} … */
  private static PageName next(PageName full) {
    int dot = full.name().lastIndexOf('.');
    boolean first = dot < 0 || !full.name().substring(dot + 1).matches("\\d+");
    String base = first ? full.name() : full.name().substring(0, dot);
    int number = first ? 2 : Integer.parseInt(full.name().substring(dot + 1)) + 1;
    return new PageName(full.namespace(), base + "." + number);
  }

  private void own(Instant at, String text, Object line) {
    Page page = pages.page(ownName());
    if (page.full()) {
      ownPage++;
      page = pages.page(ownName());
    }
    pages.append(page, page.head(), at, text);
    note(line, page.name());
  }

  private PageName ownName() {
    return new PageName(home, OWN + "%04d".formatted(ownPage));
  }

  /** Takes away what could not be read: it was reported, and says nothing to anybody. */
  private void mend() {
    if (unreadable.isEmpty()) {
      return;
    }
    unreadable.forEach((page, bad) -> {
      List<Line> good = new ArrayList<>(page.lines());
      good.removeAll(bad);
      pages.keep(page, good);
    });
    unreadable.clear();
  }

  @Override
  public List<JournalEntry> replay() {
    return pages.lines().stream()
        .flatMap(e -> Lines.read(e.getKey().text()).stream())
        .filter(JournalEntry.class::isInstance)
        .map(JournalEntry.class::cast)
        .toList();
  }

  @Override
  public Optional<Begun> find(String key) {
    return Optional.ofNullable(acts.get(key));
  }

  @Override
  public void begin(Act act, Instant at) {
    note(new ActNote.GatewayBegan(at, act.key(), act.remedy(), act.undo()));
  }

  @Override
  public void settle(String key, Outcome outcome) {
    note(new ActNote.GatewaySettled(outcome.at(), key, outcome));
  }

  /** An act's key begins with its incident. */
  private void note(ActNote note) {
    int slash = note.key().indexOf('/');
    PageName page = slash < 0 ? null : ofIncident.get(note.key().substring(0, slash));
    if (page == null) {
      own(note.at(), Lines.text(note), note);
    } else {
      write(page, head -> head, note.at(), Lines.text(note), note);
    }
  }

  /** The entry is written already: more history than wanted is no reason not to act. */
  private void compact(Instant now) {
    try {
      Map<Page, List<Line>> smaller = Compaction.of(pages, retention, now);
      smaller.forEach(pages::keep);
      if (!smaller.isEmpty()) {
        forget();
      }
    } catch (JournalUnavailable | PageGone | KubernetesClientException e) {
      LOG.log(System.Logger.Level.WARNING, "journal: old entries are kept: " + e.getMessage());
    }
  }

  /** What no page tells of any more was told of incidents that ended long ago. */
  private void forget() {
    Set<String> incidents = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (Map.Entry<Line, Page> entry : pages.lines()) {
      switch (Lines.read(entry.getKey().text()).orElse("")) {
        case JournalEntry.OfIncident of -> incidents.add(of.incident());
        case ActNote note -> keys.add(note.key());
        default -> {}
      }
    }
    ofIncident.keySet().retainAll(incidents);
    acts.keySet().retainAll(keys);
  }
}
