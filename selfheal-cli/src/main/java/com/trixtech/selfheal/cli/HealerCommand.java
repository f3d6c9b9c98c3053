package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.text.Style;
import com.trixtech.selfheal.server.ControlClient;
import com.trixtech.selfheal.server.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command has: where the state is, and how it answers. */
abstract class HealerCommand implements Callable<Integer>, Answering {

  /** How a command answers. */
  enum Format {
    text,
    json
  }

  /** Whether a command colours. */
  enum Colour {
    auto,
    always,
    never
  }

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Where the running system keeps its state ($SELFHEAL_STATE, else .selfheal).")
  private @Nullable Path state;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (shapes: docs/json.md).")
  private Format format = Format.text;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "auto, always or never; auto honours NO_COLOR.")
  private Colour colour = Colour.auto;

  protected final Surroundings around;

  HealerCommand(Surroundings around) {
    this.around = around;
  }

  /** Whether it says nothing about a cluster. */
  boolean ofThisMachine() {
    return true;
  }

  Path state() {
    Path given = state;
    if (given == null) {
      String home = around.environment().getOrDefault("SELFHEAL_HOME", "");
      String chosen = around.environment().getOrDefault("SELFHEAL_STATE", "");
      given = chosen.isEmpty() ? Path.of(home).resolve(".selfheal") : Path.of(chosen);
    }
    return around.directory().resolve(given).normalize();
  }

  ControlClient client() {
    return ControlClient.of(state());
  }

  @Override
  public boolean json() {
    return format == Format.json;
  }

  Style style() {
    return new Style(coloured(around.outIsTerminal()), around.columns());
  }

  boolean coloured(boolean terminal) {
    return switch (colour) {
      case always -> true;
      case never -> false;
      case auto -> terminal && around.environment().getOrDefault("NO_COLOR", "").isEmpty();
    };
  }

  Progress progress() {
    return new Progress(around);
  }

  /** One answer in the format that was asked for. */
  void show(Object answer, Supplier<List<String>> text) {
    if (json()) {
      around.out().println(Json.pretty(answer));
    } else {
      text.get().forEach(around.out()::println);
    }
    around.out().flush();
  }

  /** Who does it, for the journal. */
  String user() {
    return around.environment().getOrDefault("USER", System.getProperty("user.name"));
  }
}
