/**
 * Reads a directory of Kubernetes manifests and HealPolicies into one typed model.
 *
 * <p>In comes a directory of YAML; out comes {@link com.trixtech.selfheal.manifest.Manifests}, or
 * one {@link com.trixtech.selfheal.manifest.ManifestException} with every problem that there is,
 * each with its file, line, value and what was expected. The steps: YAML to nodes with lines; nodes
 * against the Java type, strict at every depth; rules within one object; rules between objects.
 * Nothing here acts, and nothing is guessed.
 */
@NullMarked
package com.trixtech.selfheal.manifest;

import org.jspecify.annotations.NullMarked;
