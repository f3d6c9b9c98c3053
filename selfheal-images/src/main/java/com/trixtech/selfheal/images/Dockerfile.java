package com.trixtech.selfheal.images;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a Dockerfile says of its image. Immutable.
 *
 * <p>Read are the instructions that copy and describe; one that needs a container to run in, such
 * as RUN, is refused, because nothing here runs one.
 *
 * @param context the directory that holds the Dockerfile; paths of its COPY are below it
 * @param base the image to build on, unless another one is asked for
 * @param user who runs it, as {@code uid:gid}
 * @param ports TCP ports that it listens on
 * @param entrypoint program and arguments; no shell is in between
 */
record Dockerfile(
    Path context,
    String base,
    Map<String, String> labels,
    List<Copy> copies,
    String user,
    Set<Integer> ports,
    List<String> entrypoint) {
  static final String TITLE = "org.opencontainers.image.title";
  static final String VERSION = "org.opencontainers.image.version";

  /**
   * A layer: a file, or all that is in a directory.
   *
   * @param from a path in the context
   * @param into an absolute directory of the image, with a slash at its end
   */
  record Copy(String from, String into) {}

  /** Copies the collections. */
  Dockerfile {
    labels = Map.copyOf(labels);
    copies = List.copyOf(copies);
    ports = Set.copyOf(ports);
    entrypoint = List.copyOf(entrypoint);
  }

  /**
   * Reads {@code Dockerfile} in a directory.
   *
   * @throws Unusable where it says something that is not understood here, or lacks what an image of
   *     this project has: the message names the line
   */
  static Dockerfile in(Path context) throws IOException, Unusable {
    return new DockerfileReader(context).read();
  }

  /** Name and tag, as manifests say them: the labels' title and version. */
  String reference() {
    return labels.get(TITLE) + ":" + labels.get(VERSION);
  }

  /** The last part of the name, such as {@code backend}. */
  String shortName() {
    String title = labels.getOrDefault(TITLE, "");
    return title.substring(title.lastIndexOf('/') + 1);
  }
}
