package com.trixtech.selfheal.core.model;

/**
 * One revision of a workload, as the platform keeps it.
 *
 * @param number the platform's counter; it grows with each change, an undo included
 * @param template hash of the pod template: the revision's identity, the same again after a
 *     roll-back
 * @param configuration hash of all ConfigMaps and Secrets that the template names, as they are now
 * @param images the images of the template, in its order
 * @param mutableImage whether an image's tag can change its meaning
 */
public record Revision(
    int number,
    String template,
    String configuration,
    java.util.List<String> images,
    boolean mutableImage) {

  public Revision {
    images = java.util.List.copyOf(images);
  }
}
