package com.trixtech.selfheal.local.net;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The loopback addresses of one state directory: a network 127.X.0.0/16 that no other run on this
 * machine has. 127.X.0.1 is the healer, 127.X.1.n are services (the same name keeps its address),
 * 127.X.2.1 upward are instances: each new one gets the next address, so that a late packet or a
 * stale cache never reaches a successor. Kept in {@code net.json} of the state directory.
 * Thread-safe; one process at a time, as for the state directory itself.
 */
public final class AddressPool {

  private static final int PER_SUBNET = 254;
  private static final int INSTANCES = 254 * PER_SUBNET;
  private static final JsonMapper JSON = new JsonMapper();

  /** What net.json holds; {@code nextInstance} counts from 0 and wraps around. */
  record Kept(int network, int nextInstance, Map<String, String> services) {}

  private final Path state;
  private final Claims claims;
  private Kept kept;

  private AddressPool(Path state, Claims claims, Kept kept) {
    this.state = state;
    this.claims = claims;
    this.kept = kept;
  }

  /**
   * Claims a network for this state directory, the one it had before if that is still possible.
   *
   * @throws AddressesUnavailable when this is not Linux, or none is free
   */
  public static AddressPool claim(Path state) {
    requireLinux(System.getProperty("os.name"));
    return claim(state, Claims.registry(System.getenv("XDG_RUNTIME_DIR")));
  }

  static AddressPool claim(Path state, Path registry) {
    try {
      Files.createDirectories(state);
      Path real = state.toRealPath();
      Claims claims = new Claims(registry);
      Kept before = read(real);
      int network = claims.claim(real, before.network());
      Kept kept = network == before.network() ? before : new Kept(network, 0, Map.of());
      AddressPool pool = new AddressPool(real, claims, kept);
      pool.keep(kept);
      return pool;
    } catch (IOException e) {
      throw new AddressesUnavailable(
          "addresses: %s (expected: a writable claim) in %s or %s".formatted(e, registry, state),
          e);
    }
  }

  /** X of 127.X.0.0/16. */
  public synchronized int network() {
    return kept.network();
  }

  /** Where the healer itself listens. */
  public synchronized String healer() {
    return "127." + kept.network() + ".0.1";
  }

  /** The service's address: a new one at first, the same one ever after. */
  public synchronized String service(String name) {
    String known = kept.services().get(name);
    if (known != null) {
      return known;
    }
    for (int n = 1; n <= PER_SUBNET; n++) {
      String address = "127." + kept.network() + ".1." + n;
      if (!kept.services().containsValue(address)) {
        Map<String, String> services = new TreeMap<>(kept.services());
        services.put(name, address);
        update(new Kept(kept.network(), kept.nextInstance(), services));
        return address;
      }
    }
    throw new AddressesUnavailable(
        "services: %d (expected: <= %d) in %s"
            .formatted(kept.services().size() + 1, PER_SUBNET, state));
  }

  /** Forgets a service that is no longer described, so that its address can be used again. */
  public synchronized void forgetService(String name) {
    Map<String, String> services = new TreeMap<>(kept.services());
    if (services.remove(name) != null) {
      update(new Kept(kept.network(), kept.nextInstance(), services));
    }
  }

  /**
   * The next address for a new instance; it does not come again before all others had their turn.
   *
   * @param inUse whether an instance that runs now has this address
   */
  public synchronized String nextInstance(Predicate<String> inUse) {
    for (int tried = 0; tried < INSTANCES; tried++) {
      int n = (kept.nextInstance() + tried) % INSTANCES;
      String address =
          "127.%d.%d.%d".formatted(kept.network(), 2 + n / PER_SUBNET, 1 + n % PER_SUBNET);
      if (!inUse.test(address)) {
        update(new Kept(kept.network(), (n + 1) % INSTANCES, kept.services()));
        return address;
      }
    }
    throw new AddressesUnavailable(
        "instances: %d (expected: fewer) in %s".formatted(INSTANCES, state));
  }

  /** Gives the network back: nothing of this state directory runs any more. */
  public synchronized void release() {
    try {
      claims.release(state, kept.network());
      Files.deleteIfExists(file(state));
    } catch (IOException e) {
      throw new AddressesUnavailable("addresses: not released, " + e + " in " + state, e);
    }
  }

  static void requireLinux(String system) {
    if (!system.startsWith("Linux")) {
      throw new AddressesUnavailable(
          "operating system: %s (expected: Linux, where all of 127.0.0.0/8 is there without set-up; elsewhere run it in a Linux container or virtual machine)"
              .formatted(system));
    }
  }

  /** The network that a state directory says it has; 0 when it says nothing readable. */
  static Kept read(Path state) {
    try {
      return JSON.readValue(file(state).toFile(), Kept.class);
    } catch (IOException e) { // absent, or from a crash: a new claim follows
      return new Kept(0, 0, Map.of());
    }
  }

  private void update(Kept next) {
    try {
      keep(next);
    } catch (IOException e) {
      throw new AddressesUnavailable(
          "addresses: " + e + " (expected: writable) in " + file(state), e);
    }
  }

  private void keep(Kept next) throws IOException {
    Path fresh = state.resolve("net.json.new");
    Files.write(fresh, JSON.writeValueAsBytes(next));
    Files.move(fresh, file(state), ATOMIC_MOVE, REPLACE_EXISTING);
    kept = next;
  }

  private static Path file(Path state) {
    return state.resolve("net.json");
  }
}
