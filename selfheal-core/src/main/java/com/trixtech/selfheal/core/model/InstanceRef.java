package com.trixtech.selfheal.core.model;

/**
 * Names one life of an instance. A StatefulSet gives the same {@code name} to the next life; only
 * the {@code uid} tells the healthy replacement from the instance that was diagnosed, so every act
 * is aimed at the uid.
 */
public record InstanceRef(WorkloadRef workload, String name, String uid) {

  @Override
  public String toString() {
    return name;
  }
}
