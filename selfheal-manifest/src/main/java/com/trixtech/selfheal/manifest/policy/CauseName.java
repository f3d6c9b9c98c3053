package com.trixtech.selfheal.manifest.policy;

/** What a diagnosis can name as the cause. */
public enum CauseName implements Explained {
  InstanceCrashed("One instance exited; its peers run."),
  CrashLooping("An instance exits again and again after its restarts."),
  InstanceHung("An instance runs but no longer answers."),
  InstanceNotReady("An instance answers but says that it is not ready."),
  InstanceErroring("One instance fails requests that its peers serve."),
  OutOfMemory("An instance was killed at its memory limit."),
  BadRelease("The newest revision fails where the former one worked."),
  DependencyFailed("A declared dependency inside the system is down."),
  ExternalDependencyFailed("A declared dependency outside the system is down."),
  SharedCauseUnknown("All instances fail together and no declared dependency explains it."),
  SignalsBlind("The signals are missing or too old to judge by.");

  private final String meaning;

  CauseName(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
