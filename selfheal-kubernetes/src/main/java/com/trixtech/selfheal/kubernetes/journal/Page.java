package com.trixtech.selfheal.kubernetes.journal;

import com.trixtech.selfheal.kubernetes.api.RemediationSpec;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec.Entry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One Remediation as this operator knows it: the lines that are in the cluster, and those that were
 * taken and are not there yet. Confined to its {@link Pages}.
 */
final class Page {
  /**
   * In characters. The API server checks and stores the whole page with each entry that it gets,
   * and an act waits for that: at 100 KiB it took five times as long as at the beginning of a page.
   */
  private static final int FULL = 32 * 1024;

  private static final RemediationSpec NO_WORDS =
      new RemediationSpec(
          null, null, null, null, List.of(), List.of(), List.of(), null, null, null, List.of());

  private final PageName name;
  private final List<Line> lines = new ArrayList<>();
  private final List<Line> taken = new ArrayList<>();
  private RemediationSpec head = NO_WORDS;
  private @Nullable Version version;
  private List<Line> attempted = List.of();
  private int size;

  /**
   * What changes with each writing of entries, and with nothing else: not with labels or status.
   */
  record Version(String uid, long generation) {
    static Version of(ObjectMeta meta) {
      return new Version(meta.getUid(), Objects.requireNonNullElse(meta.getGeneration(), 0L));
    }
  }

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

  /** What is in the cluster. */
  List<Line> lines() {
    return List.copyOf(lines);
  }

  /** What is not in the cluster yet. */
  List<Line> taken() {
    return List.copyOf(taken);
  }

  List<Line> all() {
    return Stream.of(lines, taken).flatMap(Collection::stream).toList();
  }

  /** Its version as last seen; null before it is made. */
  @Nullable Version version() {
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

  void seen(@Nullable Version now) {
    version = now;
    attempted = List.of();
  }

  void take(Line line) {
    taken.add(line);
    size += line.text().length();
  }

  /** All that was taken is in the cluster now. */
  void written() {
    lines.addAll(taken);
    taken.clear();
  }

  /** Gives back what was taken: it is not written here. */
  List<Line> giveBack() {
    List<Line> back = List.copyOf(taken);
    taken.clear();
    return back;
  }

  /** From now on these are the lines in the cluster. */
  void replace(List<Line> others) {
    lines.clear();
    lines.addAll(others);
    size = all().stream().mapToInt(l -> l.text().length()).sum();
  }

  boolean full() {
    return size >= FULL;
  }

  /** Whether this operator wrote these entries, be it by a write whose answer was lost. */
  boolean wrote(List<Entry> found) {
    return found.equals(entries(lines)) || (dubious() && found.equals(entries(attempted)));
  }

  private static List<Entry> entries(List<Line> lines) {
    return lines.stream().map(Line::entry).toList();
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
        entries(lines));
  }
}
