package com.trixtech.selfheal.manifest;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML text to document nodes that know their lines. Stateless. */
final class YamlDocuments {
  private static final LoadSettings SETTINGS = LoadSettings.builder().build();

  private YamlDocuments() {}

  /**
   * Every document that is an object; a syntax error ends the text but keeps the documents before
   * it.
   */
  static List<MappingNode> read(String text, SourceFile file, Problems problems) {
    List<MappingNode> documents = new ArrayList<>();
    try {
      Iterator<Node> nodes = new Compose(SETTINGS).composeAllFromString(text).iterator();
      while (nodes.hasNext()) {
        Node node = nodes.next();
        if (node instanceof MappingNode document) {
          documents.add(document);
        } else if (!node.getTag().equals(Tag.NULL)) {
          problems.error(
              file,
              YamlBinder.line(node),
              "",
              "document: no object (expected: apiVersion, kind, metadata …)");
        }
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      String hint = e.getProblem().contains("TAB") ? "spaces for indentation" : "valid YAML";
      problems.error(
          file, line, "", "YAML: " + e.getProblem().strip() + " (expected: " + hint + ")");
    } catch (YamlEngineException e) {
      problems.error(file, 0, "", "YAML: " + e.getMessage() + " (expected: valid YAML)");
    }
    return documents;
  }

  /** The node of a text that is part of this program. */
  static Node single(String yaml) {
    return new Compose(SETTINGS)
        .composeString(yaml)
        .orElseThrow(() -> new IllegalArgumentException("empty (expected: a YAML value)"));
  }
}
