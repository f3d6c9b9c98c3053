package com.trixtech.selfheal.server.api;

import java.util.List;

/**
 * Lines of an instance's log.
 *
 * @param next where the following lines begin; given back as {@code from} to read on
 */
public record LogChunk(String instance, List<String> lines, long next) {
  public LogChunk {
    lines = List.copyOf(lines);
  }
}
