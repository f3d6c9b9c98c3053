package com.trixtech.selfheal.kubernetes.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.trixtech.selfheal.core.journal.Journal.JournalUnavailable;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec.Entry;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Remediation resources as an append-only store. What a page has taken is in the cluster when
 * {@link #write} returns, by one request that either happens as a whole or not at all.
 *
 * <p>Each write names the version of the page that it was made for. So an operator that was leader
 * once, and does not know yet that another one has gone on writing, is refused here too. Not
 * thread-safe: the loop's thread owns it; but different pages may be written at the same time.
 */
final class Pages {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);
  private static final int CONFLICTS = 3;

  /** Answers to a write that was made for a page as it is no longer, or not yet. */
  private static final Set<Integer> CONFLICT = Set.of(404, 409, 422);

  /** Answers to what may be tried for ever: forbidden, too large, invalid. */
  private static final Set<Integer> REFUSED = Set.of(400, 403, 413, 422);

  private final KubernetesClient api;
  private final Map<PageName, Page> pages = new HashMap<>();
  private long next;

  private Pages(KubernetesClient api) {
    this.api = api;
  }

  /**
   * Reads all that is there.
   *
   * @param home the operator's own namespace
   * @param namespaces where it heals; empty = everywhere
   */
  static Pages open(KubernetesClient api, String home, Set<String> namespaces) {
    Pages opened = new Pages(api);
    try {
      if (namespaces.isEmpty()) {
        api.resources(Remediation.class).inAnyNamespace().list().getItems().forEach(opened::found);
      } else {
        List<String> all = new ArrayList<>(namespaces);
        all.add(home);
        all.stream()
            .distinct()
            .forEach(n ->
                api.resources(Remediation.class)
                    .inNamespace(n)
                    .list()
                    .getItems()
                    .forEach(opened::found));
      }
    } catch (KubernetesClientException e) {
      throw new JournalUnavailable("journal: not readable: " + e.getMessage(), e);
    }
    return opened;
  }

  private void found(Remediation object) {
    RemediationSpec spec = object.getSpec();
    if (spec == null) {
      return;
    }
    Page page =
        new Page(new PageName(object.getMetadata().getNamespace(), object.getMetadata().getName()));
    page.head(Page.with(spec, List.of()));
    page.replace(spec.entries().stream().map(Line::of).toList());
    page.seen(Page.Version.of(object.getMetadata()));
    page.lines().forEach(l -> next = Math.max(next, l.sequence() + 1));
    pages.put(page.name(), page);
  }

  Collection<Page> all() {
    return List.copyOf(pages.values());
  }

  /** The page of that name; a new one is made in the cluster when it is first written. */
  Page page(PageName name) {
    return pages.computeIfAbsent(name, Page::new);
  }

  /** All lines in the cluster, in the order of their taking. */
  List<Map.Entry<Line, Page>> lines() {
    List<Map.Entry<Line, Page>> all = new ArrayList<>();
    pages.values().forEach(p -> p.lines().forEach(l -> all.add(Map.entry(l, p))));
    all.sort(Comparator.comparingLong(e -> e.getKey().sequence()));
    return all;
  }

  /** The pages that have taken what is not in the cluster yet, in the order of their taking. */
  List<Page> due() {
    return pages.values().stream()
        .filter(p -> !p.taken().isEmpty())
        .sorted(Comparator.comparingLong(p -> p.taken().getFirst().sequence()))
        .toList();
  }

  /** Takes one more line, and the head beside it. */
  void take(Page page, RemediationSpec head, JournalEntry entry) {
    page.head(head);
    page.take(Line.of(next++, entry));
  }

  /**
   * Makes durable what the page has taken.
   *
   * @throws PageRefused when that is impossible, as where its namespace is gone
   * @throws JournalUnavailable when it could not be written now, or another operator writes too
   */
  void write(Page page) {
    if (!page.taken().isEmpty()) {
      write(page, page.all(), page.lines().isEmpty() ? List.of() : page.taken());
      page.written();
    }
  }

  /** Leaves only these of the page's lines; a page without any is taken away. */
  void keep(Page page, List<Line> lines) {
    if (lines.isEmpty() && page.taken().isEmpty()) {
      api.resource(page.name().object()).delete();
      pages.remove(page.name());
    } else if (lines.size() < page.lines().size()) {
      write(page, lines, List.of());
      page.replace(lines);
    }
  }

  /** {@code added}: those of the lines that are new; none where the page is written anew. */
  private void write(Page page, List<Line> lines, List<Line> added) {
    try {
      boolean anew = page.dubious();
      if (anew) {
        lookAgain(page);
      }
      for (int tries = 1; ; tries++) {
        try {
          Page.Version version = page.version();
          Remediation now =
              version == null
                  ? make(page, lines)
                  : patch(page, version, lines, anew ? List.of() : added);
          page.seen(Page.Version.of(now.getMetadata()));
          return;
        } catch (KubernetesClientException e) {
          if (!CONFLICT.contains(e.getCode()) || tries == CONFLICTS || gone(e)) {
            throw e;
          }
          lookAgain(page);
        }
      }
    } catch (KubernetesClientException e) {
      if (gone(e) || REFUSED.contains(e.getCode())) {
        throw new PageRefused(page.name(), e);
      }
      page.doubt(lines);
      throw new JournalUnavailable(
          "%s: not written (expected: an API server that takes it): %s"
              .formatted(page.name(), e.getMessage()),
          e);
    }
  }

  private Remediation make(Page page, List<Line> lines) {
    Remediation made = page.name().object();
    made.setSpec(Page.with(page.head(), lines));
    return api.resource(made).create();
  }

  /** Good only for the version that was seen last. One request: the named object is not read. */
  private Remediation patch(Page page, Page.Version version, List<Line> lines, List<Line> added) {
    ArrayNode patch = JSON.createArrayNode();
    operation(patch, "test", "/metadata/uid", version.uid());
    operation(patch, "test", "/metadata/generation", version.generation());
    if (added.isEmpty()) {
      operation(patch, "replace", "/spec", Page.with(page.head(), lines));
    } else {
      added.forEach(line -> operation(patch, "add", "/spec/entries/-", line.entry()));
      var words = tree(Page.with(page.head(), List.of()));
      words.properties().stream()
          .filter(field -> !field.getKey().equals("entries"))
          .forEach(field -> operation(patch, "add", "/spec/" + field.getKey(), field.getValue()));
    }
    return api.resource(page.name().object()).patch(JSON_PATCH, patch.toString());
  }

  private static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  private static void operation(ArrayNode patch, String operation, String path, Object value) {
    patch.addObject().put("op", operation).put("path", path).set("value", tree(value));
  }

  /**
   * What the cluster holds now. Labels that somebody set are no matter; a page that somebody took
   * away is made again; lines that are not ours are another operator's.
   */
  private void lookAgain(Page page) {
    Remediation now = api.resource(page.name().object()).get();
    if (now == null) {
      page.seen(null);
      return;
    }
    List<Entry> found = now.getSpec() == null ? List.of() : now.getSpec().entries();
    if (!page.wrote(found)) {
      throw new JournalUnavailable(
          "%s: %d lines (expected: the %d of this operator; another one writes too)"
              .formatted(page.name(), found.size(), page.lines().size()),
          new IllegalStateException("fenced"));
    }
    page.seen(Page.Version.of(now.getMetadata()));
  }

  private static boolean gone(KubernetesClientException e) {
    boolean noNamespace =
        e.getCode() == 404
            && e.getStatus() != null
            && e.getStatus().getDetails() != null
            && "namespaces".equals(e.getStatus().getDetails().getKind());
    return noNamespace || causes(e).contains("NamespaceTerminating");
  }

  private static List<String> causes(KubernetesClientException e) {
    if (e.getStatus() == null || e.getStatus().getDetails() == null) {
      return List.of();
    }
    List<StatusCause> causes =
        Objects.requireNonNullElse(e.getStatus().getDetails().getCauses(), List.of());
    return causes.stream().map(c -> Objects.toString(c.getReason(), "")).toList();
  }
}
