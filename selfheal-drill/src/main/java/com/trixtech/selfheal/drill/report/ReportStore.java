package com.trixtech.selfheal.drill.report;

import com.trixtech.selfheal.drill.evidence.DrillResult;
import com.trixtech.selfheal.drill.evidence.DrillSeries;
import com.trixtech.selfheal.drill.evidence.Event;
import com.trixtech.selfheal.server.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code STATE/drills/NAME/TIME/} with {@code report.json}, {@code report.md}, {@code report.html}
 * and {@code timeline.jsonl}, and {@code STATE/drills/NAME/latest} pointing to the newest. Where
 * there was more than one run, each has a folder of its own with the same files.
 */
public final class ReportStore {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Path directory;

  private ReportStore(Path directory) {
    this.directory = directory;
  }

  public static ReportStore open(Path state, String drill, Instant now) throws IOException {
    Path directory = state.resolve("drills").resolve(drill).resolve(NAME.format(now));
    Files.createDirectories(directory);
    return new ReportStore(directory);
  }

  public Path directory() {
    return directory;
  }

  /** Where the manifests of a run's bad release go; kept beside the report as evidence. */
  public Path release(String run) {
    return directory.resolve("release-" + run);
  }

  public void write(DrillSeries series) throws IOException {
    write(directory, series);
    if (series.runs().size() > 1 || series.control() != null) {
      for (int i = 0; i < series.runs().size(); i++) {
        single(series, "run-" + (i + 1), series.runs().get(i));
      }
      if (series.control() != null) {
        single(series, "control", series.control());
      }
    }
    Path latest = directory.resolveSibling("latest");
    Path draft = directory.resolveSibling("latest.new");
    Files.deleteIfExists(draft);
    Files.createSymbolicLink(draft, directory.getFileName());
    Files.move(draft, latest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void single(DrillSeries series, String name, DrillResult result) throws IOException {
    Path own = directory.resolve(name);
    Files.createDirectories(own);
    write(own, new DrillSeries(List.of(result), null, null, own, series.options()));
  }

  private static void write(Path into, DrillSeries series) throws IOException {
    Files.writeString(into.resolve("report.json"), ReportJson.of(series) + "\n");
    Files.writeString(into.resolve("report.md"), ReportMarkdown.of(series));
    Files.writeString(into.resolve("report.html"), ReportHtml.of(series));
    StringBuilder lines = new StringBuilder();
    for (Event event : series.shown().evidence().timeline()) {
      lines.append(Json.MAPPER.writeValueAsString(event)).append('\n');
    }
    Files.writeString(into.resolve("timeline.jsonl"), lines);
  }

  /** The directory of a drill's newest report. */
  public static Optional<Path> latest(Path state, String drill) {
    Path latest = state.resolve("drills").resolve(drill).resolve("latest");
    return Files.isDirectory(latest) ? Optional.of(latest) : Optional.empty();
  }

  /** The directory of the newest report of any drill. */
  public static Optional<Path> latest(Path state) throws IOException {
    Path drills = state.resolve("drills");
    if (!Files.isDirectory(drills)) {
      return Optional.empty();
    }
    try (Stream<Path> names = Files.list(drills)) {
      return names
          .map(name -> name.resolve("latest"))
          .filter(Files::isDirectory)
          .max(Comparator.comparing(ReportStore::target));
    }
  }

  private static String target(Path latest) {
    try {
      return latest.toRealPath().getFileName().toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
