package com.trixtech.selfheal.local.services;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.trixtech.selfheal.proxy.wire.Ready;
import com.trixtech.selfheal.proxy.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** What is kept of the proxy under the state directory, so that the next healer finds it. */
record ProxyFiles(Path state) {

  /** The proxy itself writes and reads it: what it serves before anybody talks to it. */
  Path routes() {
    return folder().resolve("routes.json");
  }

  /** The proxy writes it once it listens. */
  Path ready() {
    return folder().resolve("ready.json");
  }

  Path log() {
    return state.resolve("logs").resolve("proxy.log");
  }

  void prepare() throws IOException {
    Files.createDirectories(folder());
    Files.createDirectories(log().getParent());
  }

  Optional<ProxyLife> life() throws IOException {
    if (!Files.exists(process())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Wire.json().readValue(process().toFile(), ProxyLife.class));
    } catch (JsonProcessingException e) { // half a file is what a power cut leaves: nothing runs
      return Optional.empty();
    }
  }

  /** Readable by its owner only, from its first byte on: it holds the token. */
  void keep(ProxyLife life) throws IOException {
    Path fresh = folder().resolve("process.json.new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, Wire.json().writeValueAsBytes(life));
    Files.move(fresh, process(), ATOMIC_MOVE, REPLACE_EXISTING);
  }

  /** Where this life says that it can be talked to, once it does. */
  Optional<String> adminUrl(ProxyLife life) throws IOException {
    if (!Files.exists(ready())) {
      return Optional.empty();
    }
    Ready said = Wire.json().readValue(ready().toFile(), Ready.class);
    return said.pid() == life.pid() ? Optional.of(said.adminUrl()) : Optional.empty();
  }

  void forget() throws IOException {
    Files.deleteIfExists(ready());
    Files.deleteIfExists(process());
  }

  private Path folder() {
    return state.resolve("proxy");
  }

  private Path process() {
    return folder().resolve("process.json");
  }
}
