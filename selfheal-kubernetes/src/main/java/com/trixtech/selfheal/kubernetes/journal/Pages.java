package com.trixtech.selfheal.kubernetes.journal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.trixtech.selfheal.core.journal.Journal.JournalUnavailable;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec;
import com.trixtech.selfheal.kubernetes.api.RemediationStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remediation resources as an append-only store. A line is in the cluster before {@link #append}
 * returns, by one request that either happens as a whole or not at all.
 *
 * <p>Each write names the version of the page that it was made for. So an operator that was leader
 * once, and does not know yet that another one has gone on writing, is refused here too. Not
 * thread-safe: the loop's thread owns it.
 */
final class Pages {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);
  private static final PatchContext MERGE_PATCH = PatchContext.of(PatchType.JSON_MERGE);
  private static final int CONFLICTS = 3;

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
    page.replace(spec.entries().stream().map(Page::line).toList());
    page.seen(object.getMetadata().getResourceVersion());
    page.lines().forEach(l -> next = Math.max(next, l.sequence() + 1));
    pages.put(page.name(), page);
  }

  Collection<Page> all() {
    return List.copyOf(pages.values());
  }

  /** The page of that name; a new one is made in the cluster with its first line. */
  Page page(PageName name) {
    return pages.computeIfAbsent(name, Page::new);
  }

  /** All lines, in the order of their writing. */
  List<Map.Entry<Line, Page>> lines() {
    List<Map.Entry<Line, Page>> all = new ArrayList<>();
    pages.values().forEach(p -> p.lines().forEach(l -> all.add(Map.entry(l, p))));
    all.sort(Comparator.comparingLong(e -> e.getKey().sequence()));
    return all;
  }

  /**
   * Makes one more line durable, and the head beside it.
   *
   * @throws PageGone when the page's namespace is gone
   * @throws JournalUnavailable when it could not be written, or another operator writes too
   */
  Line append(Page page, RemediationSpec head, Instant at, String text) {
    Line line = new Line(next, at, text);
    List<Line> lines = new ArrayList<>(page.lines());
    lines.add(line);
    write(page, head, lines, page.lines().isEmpty() || page.dubious() ? null : line);
    page.head(head);
    page.add(line);
    next++;
    return line;
  }

  /** Leaves only these lines on the page; a page without lines is taken away. */
  void keep(Page page, List<Line> lines) {
    if (lines.isEmpty()) {
      resource(page.name()).delete();
      pages.remove(page.name());
    } else if (lines.size() < page.lines().size()) {
      write(page, page.head(), lines, null);
      page.replace(lines);
    }
  }

  /** Shows how an incident goes; never the truth, which the lines are. */
  void status(Page page, RemediationStatus status) {
    String body = JSON.createObjectNode().set("status", tree(status)).toString();
    Remediation now = resource(page.name()).subresource("status").patch(MERGE_PATCH, body);
    if (!page.dubious()) {
      page.seen(now.getMetadata().getResourceVersion());
    }
  }

  private static com.fasterxml.jackson.databind.JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  private Resource<Remediation> resource(PageName name) {
    return api.resources(Remediation.class).inNamespace(name.namespace()).withName(name.name());
  }

  /** {@code added}: the one line that is new; null where the page is written anew. */
  private void write(Page page, RemediationSpec head, List<Line> lines, @Nullable Line added) {
    try {
      if (page.dubious()) {
        lookAgain(page);
        added = null;
      }
      for (int tries = 1; ; tries++) {
        try {
          Remediation now =
              page.version() == null ? make(page, head, lines) : patch(page, head, lines, added);
          page.seen(now.getMetadata().getResourceVersion());
          return;
        } catch (KubernetesClientException e) {
          boolean conflict = e.getCode() == 409 || e.getCode() == 404;
          if (!conflict || tries == CONFLICTS || gone(e)) {
            throw e;
          }
          lookAgain(page);
        }
      }
    } catch (KubernetesClientException e) {
      if (gone(e)) {
        throw new PageGone(page.name(), e);
      }
      page.doubt(lines);
      throw new JournalUnavailable(
          "%s: not written (expected: an API server that takes it): %s"
              .formatted(page.name(), e.getMessage()),
          e);
    }
  }

  private Remediation make(Page page, RemediationSpec head, List<Line> lines) {
    Remediation made = new Remediation();
    made.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(page.name().namespace())
            .withName(page.name().name())
            .build());
    made.setSpec(Page.with(head, lines));
    return api.resource(made).create();
  }

  private Remediation patch(
      Page page, RemediationSpec head, List<Line> lines, @Nullable Line added) {
    ArrayNode patch = JSON.createArrayNode();
    operation(patch, "replace", "/metadata/resourceVersion", Objects.toString(page.version()));
    if (added == null) {
      operation(patch, "replace", "/spec", Page.with(head, lines));
    } else {
      operation(patch, "add", "/spec/entries/-", Page.entry(added));
      var words = tree(Page.with(head, List.of()));
      words.properties().stream()
          .filter(field -> !field.getKey().equals("entries"))
          .forEach(field -> operation(patch, "add", "/spec/" + field.getKey(), field.getValue()));
    }
    return resource(page.name()).patch(JSON_PATCH, patch.toString());
  }

  private static void operation(ArrayNode patch, String operation, String path, Object value) {
    patch.addObject().put("op", operation).put("path", path).set("value", tree(value));
  }

  /**
   * What the cluster holds now. Labels that somebody set are no matter; a page that somebody took
   * away is made again; lines that are not ours are another operator's.
   */
  private void lookAgain(Page page) {
    Remediation now = resource(page.name()).get();
    if (now == null) {
      page.seen(null);
      return;
    }
    List<Line> found =
        now.getSpec() == null
            ? List.of()
            : now.getSpec().entries().stream().map(Page::line).toList();
    if (!page.wrote(found)) {
      throw new JournalUnavailable(
          "%s: %d lines (expected: the %d of this operator; another one writes too)"
              .formatted(page.name(), found.size(), page.lines().size()),
          new IllegalStateException("fenced"));
    }
    page.seen(now.getMetadata().getResourceVersion());
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
