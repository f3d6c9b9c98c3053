package com.trixtech.selfheal.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds images from Dockerfiles. The same files give the same image, bit for bit: nothing in it
 * tells when or by whom it was built.
 *
 * @param base what to build on in the place of each FROM; empty leaves it. An image of a registry,
 *     {@code tar://PATH}, or {@code scratch}.
 * @param architecture of the image, such as {@code amd64}
 * @param insecure whether a registry may be spoken to without TLS
 * @param say gets a line for each warning
 */
record ImageBuild(String base, String architecture, boolean insecure, Consumer<String> say) {
  private static final String TAR = Jib.TAR_IMAGE_PREFIX;

  /**
   * Writes an image to an archive that {@code docker load} and {@code ctr images import} read.
   *
   * @return the image's digest
   */
  String toTar(Dockerfile image, Path tar) throws IOException, InterruptedException, Unusable {
    Files.createDirectories(tar.toAbsolutePath().getParent());
    return build(image, Containerizer.to(TarImage.at(tar).named(reference(image.reference()))));
  }

  /**
   * Pushes an image, with the credentials that {@code docker login} left.
   *
   * @param registry host and port, and a path if there is one
   * @return the image's digest
   */
  String toRegistry(Dockerfile image, String registry)
      throws IOException, InterruptedException, Unusable {
    return build(image, Containerizer.to(remote(reference(registry + "/" + image.reference()))));
  }

  private String build(Dockerfile image, Containerizer target)
      throws IOException, InterruptedException, Unusable {
    target
        .setAllowInsecureRegistries(insecure)
        .setApplicationLayersCache(image.context().resolve("target/image-layers"))
        .addEventHandler(LogEvent.class, this::said);
    try {
      return described(image).containerize(target).getDigest().toString();
    } catch (ExecutionException | RegistryException | CacheDirectoryCreationException e) {
      throw new IOException("%s: %s".formatted(image.reference(), reason(e)), e);
    }
  }

  private JibContainerBuilder described(Dockerfile image) throws IOException, Unusable {
    Set<Port> ports = image.ports().stream().map(Port::tcp).collect(Collectors.toSet());
    JibContainerBuilder builder =
        from(base.isEmpty() ? image.base() : base)
            .setPlatforms(Set.of(new Platform(architecture, "linux")))
            .setLabels(image.labels())
            .setUser(image.user())
            .setExposedPorts(ports)
            .setEntrypoint(image.entrypoint());
    for (Dockerfile.Copy copy : image.copies()) {
      builder.addFileEntriesLayer(layer(image, copy));
    }
    return builder;
  }

  private JibContainerBuilder from(String name) throws Unusable {
    if (name.equals("scratch")) {
      return Jib.fromScratch();
    }
    if (!name.startsWith(TAR)) {
      return Jib.from(remote(reference(name)));
    }
    Path tar = Path.of(name.substring(TAR.length()));
    if (!Files.isRegularFile(tar)) {
      throw new Unusable(
          "--base: %s (expected: an archive, as docker save writes it)".formatted(name));
    }
    return Jib.from(TarImage.at(tar));
  }

  private FileEntriesLayer layer(Dockerfile image, Dockerfile.Copy copy)
      throws IOException, Unusable {
    Path from = image.context().resolve(copy.from());
    if (!Files.exists(from)) {
      throw new Unusable("%s: missing (expected: built; run mvn package first)".formatted(from));
    }
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(copy.from());
    for (Path file : Files.isDirectory(from) ? sorted(from) : List.of(from)) {
      layer.addEntryRecursive(file, AbsoluteUnixPath.get(copy.into()).resolve(file.getFileName()));
    }
    return layer.build();
  }

  private static List<Path> sorted(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private RegistryImage remote(ImageReference reference) throws Unusable {
    CredentialRetrieverFactory found = CredentialRetrieverFactory.forImage(reference, this::said);
    return RegistryImage.named(reference)
        .addCredentialRetriever(found.dockerConfig())
        .addCredentialRetriever(found.wellKnownCredentialHelpers());
  }

  private static ImageReference reference(String name) throws Unusable {
    try {
      return ImageReference.parse(name);
    } catch (InvalidImageReferenceException e) {
      throw new Unusable("%s (expected: the name of an image)".formatted(name));
    }
  }

  private void said(LogEvent event) {
    switch (event.getLevel()) {
      case WARN -> say.accept(event.getMessage().strip());
      case ERROR, LIFECYCLE, PROGRESS, INFO, DEBUG -> {} // an error is thrown as well
    }
  }

  /** The last cause says what happened; those around it say only where. */
  private static String reason(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last.getMessage() == null ? last.toString() : last.getMessage();
  }
}
