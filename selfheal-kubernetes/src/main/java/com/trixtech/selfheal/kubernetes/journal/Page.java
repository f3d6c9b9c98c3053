package com.trixtech.selfheal.kubernetes.journal;

import com.trixtech.selfheal.kubernetes.api.RemediationSpec;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One Remediation as this operator knows it. Confined to its {@link Pages}. */
final class Page {
  /** A sixth of what etcd takes of one object, and still quick to read with kubectl. */
  private static final int FULL = 256 * 1024;

  private static final RemediationSpec NO_WORDS =
      new RemediationSpec(
          null, null, null, null, List.of(), List.of(), List.of(), null, null, null, List.of());

  private final PageName name;
  private final List<Line> lines = new ArrayList<>();
  private RemediationSpec head = NO_WORDS;
  private @Nullable String version;
  private List<Line> attempted = List.of();
  private int size;

  Page(PageName name) {
    this.name = name;
  }

  PageName name() {
    return name;
  }

  /** The newest words about the incident, without its entries. */
  RemediationSpec head() {
    return head;
  }

  void head(RemediationSpec words) {
    head = words;
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  /** Its resourceVersion as last seen; null before it is made. */
  @Nullable String version() {
    return version;
  }

  /** Whether the last write may have happened or not. */
  boolean dubious() {
    return !attempted.isEmpty();
  }

  /** A write of these lines was tried, and no answer came. */
  void doubt(List<Line> tried) {
    attempted = List.copyOf(tried);
  }

  void seen(@Nullable String resourceVersion) {
    version = resourceVersion;
    attempted = List.of();
  }

  void add(Line line) {
    lines.add(line);
    size += line.text().length();
  }

  void replace(List<Line> others) {
    lines.clear();
    size = 0;
    others.forEach(this::add);
  }

  boolean full() {
    return size >= FULL;
  }

  /** Whether this operator wrote these lines, be it by a write whose answer was lost. */
  boolean wrote(List<Line> found) {
    return found.equals(lines) || (dubious() && found.equals(attempted));
  }

  static Line line(Entry entry) {
    return new Line(entry.sequence(), Instant.parse(entry.at()), entry.entry());
  }

  static Entry entry(Line line) {
    return new Entry(line.sequence(), line.at().toString(), line.text());
  }

  static RemediationSpec with(RemediationSpec head, List<Line> lines) {
    return new RemediationSpec(
        head.policy(),
        head.targetRef(),
        head.incident(),
        head.cause(),
        head.affected(),
        head.evidence(),
        head.rejected(),
        head.remedy(),
        head.remedyTarget(),
        head.guard(),
        lines.stream().map(Page::entry).toList());
  }
}
