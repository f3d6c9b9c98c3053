package com.trixtech.selfheal.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one Dockerfile, strictly: what it does not know, it refuses with the line. */
final class DockerfileReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern INSTRUCTION = Pattern.compile("([A-Z]+)\\s+(.*)");
  private static final Pattern ARGUMENT = Pattern.compile("(\\w+)=(\\S+)");
  private static final Pattern LABEL = Pattern.compile("([\\w.-]+)=\"([^\"\\\\]*)\"");
  private static final Pattern COPY = Pattern.compile("([\\w./-]+) (/(?:[\\w.-]+/)*)");
  private static final Pattern USER = Pattern.compile("[1-9]\\d*:[1-9]\\d*");
  private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");

  private final Path context;
  private final Path file;
  private final Map<String, String> arguments = new LinkedHashMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final List<Dockerfile.Copy> copies = new ArrayList<>();
  private final Set<Integer> ports = new LinkedHashSet<>();
  private final List<String> entrypoint = new ArrayList<>();
  private String base = "";
  private String user = "";
  private int line;

  DockerfileReader(Path context) {
    this.context = context;
    file = context.resolve("Dockerfile");
  }

  Dockerfile read() throws IOException, Unusable {
    if (!Files.isRegularFile(file)) {
      throw new Unusable("%s: missing (expected: a Dockerfile)".formatted(file));
    }
    StringBuilder instruction = new StringBuilder();
    int began = 0;
    for (String text : Files.readAllLines(file)) {
      began++;
      if (text.isBlank() || text.stripLeading().startsWith("#")) {
        continue;
      }
      line = instruction.isEmpty() ? began : line;
      boolean goesOn = text.endsWith("\\");
      instruction.append(goesOn ? text.substring(0, text.length() - 1) : text);
      if (!goesOn) {
        take(instruction.toString().strip());
        instruction.setLength(0);
      }
    }
    require(instruction.isEmpty(), "\\", "an instruction that ends");
    return whole();
  }

  private Dockerfile whole() throws Unusable {
    require(!base.isEmpty(), "FROM: missing", "the base");
    require(!user.isEmpty(), "USER: missing", "uid:gid");
    require(!entrypoint.isEmpty(), "ENTRYPOINT: missing", "[\"program\", …]");
    for (String label : List.of(Dockerfile.TITLE, Dockerfile.VERSION)) {
      require(
          labels.containsKey(label), "LABEL " + label + ": missing", "the image's name and tag");
    }
    return new Dockerfile(context, base, labels, copies, user, ports, entrypoint);
  }

  private void take(String instruction) throws Unusable {
    Matcher parts = matched(INSTRUCTION, instruction, "an instruction and what it takes");
    String rest = parts.group(2);
    switch (parts.group(1)) {
      case "ARG" -> argument(rest);
      case "FROM" -> from(rest);
      case "LABEL" -> label(rest);
      case "COPY" -> copy(rest);
      case "USER" -> user = matched(USER, rest, "uid:gid, in numbers and not root's").group();
      case "EXPOSE" -> ports.add(Integer.valueOf(matched(PORT, rest, "a port").group()));
      case "ENTRYPOINT" -> entrypoint(rest);
      default ->
          throw unusable(
              parts.group(1),
              "ARG, FROM, LABEL, COPY, USER, EXPOSE or ENTRYPOINT; others need Docker");
    }
  }

  private void argument(String text) throws Unusable {
    Matcher parts = matched(ARGUMENT, text, "NAME=DEFAULT");
    arguments.put(parts.group(1), parts.group(2));
  }

  private void from(String text) throws Unusable {
    require(base.isEmpty(), "FROM " + text, "one FROM");
    String image = text;
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      image = image.replace("${" + argument.getKey() + "}", argument.getValue());
    }
    require(!image.matches(".*[\\s$].*"), "FROM " + text, "an image, or an ARG from above");
    base = image;
  }

  private void label(String text) throws Unusable {
    Matcher parts = matched(LABEL, text, "name=\"value\", one in a line");
    labels.put(parts.group(1), parts.group(2));
  }

  private void copy(String text) throws Unusable {
    Matcher parts = matched(COPY, text, "one path, and an absolute directory that ends in /");
    copies.add(new Dockerfile.Copy(parts.group(1), parts.group(2)));
  }

  private void entrypoint(String text) throws Unusable {
    try {
      entrypoint.addAll(List.of(JSON.readValue(text, String[].class)));
    } catch (JsonProcessingException e) {
      throw unusable("ENTRYPOINT " + text, "a list in JSON: no shell starts what is in an image");
    }
  }

  private Matcher matched(Pattern pattern, String text, String expected) throws Unusable {
    Matcher matcher = pattern.matcher(text);
    require(matcher.matches(), text, expected);
    return matcher;
  }

  private void require(boolean holds, String what, String expected) throws Unusable {
    if (!holds) {
      throw unusable(what, expected);
    }
  }

  private Unusable unusable(String what, String expected) {
    return new Unusable("%s (expected: %s) in %s:%d".formatted(what, expected, file, line));
  }
}
