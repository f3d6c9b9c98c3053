package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.local.LocalRuntime;
import com.trixtech.selfheal.local.node.ImageMap;
import com.trixtech.selfheal.manifest.Manifests;
import com.trixtech.selfheal.server.api.ApplyReport.Change;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What somebody wants to run: manifests, and what stands for their images. Immutable.
 *
 * @param directory where the manifests were read
 */
record Wanted(Path directory, Manifests manifests, ImageMap images) {

  /** The same, once everything that its images need is there, such as a copy of their build. */
  Wanted prepared(Consumer<String> progress) throws InterruptedException {
    return new Wanted(directory, manifests, new Preparation(images, manifests).run(progress));
  }

  /** Applies it, and says what is different from {@code present}. */
  List<Change> apply(LocalRuntime runtime, Manifests present) {
    List<Change> changes = new ArrayList<>(AppliedManifests.changes(present, manifests));
    Set<String> named = Set.copyOf(changes.stream().map(Change::target).toList());
    runtime.apply(manifests, images).stream()
        .map(ref -> ref.kind().word() + "/" + ref.name())
        .filter(name -> !named.contains(name))
        .sorted()
        .map(name -> new Change(name, "Changed", "what stands for its image is another"))
        .forEach(changes::add);
    return List.copyOf(changes);
  }
}
