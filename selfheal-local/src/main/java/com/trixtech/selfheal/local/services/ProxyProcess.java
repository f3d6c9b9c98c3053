package com.trixtech.selfheal.local.services;

import com.trixtech.selfheal.core.model.Backoff;
import com.trixtech.selfheal.local.node.Marks;
import com.trixtech.selfheal.proxy.wire.EjectOrder;
import com.trixtech.selfheal.proxy.wire.ProxyStats;
import com.trixtech.selfheal.proxy.wire.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The proxy, as a process that outlives the healer: found again by the next one, started again when
 * it dies (the first time at once, then with growing delays). Thread-safe.
 *
 * <p>{@link #close()} only stops looking after it; {@link #stop()} ends it.
 */
public final class ProxyProcess implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ProxyProcess.class.getName());
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(12);
  private static final Duration LOOK = Duration.ofMillis(100);

  /** A life that lasted so long begins the delays anew. */
  private static final Duration STEADY = Duration.ofMinutes(1);

  private static final Backoff DELAY =
      new Backoff(Duration.ofMillis(500), 2, Duration.ofSeconds(30), 0);

  /** One life and how to talk to it; the process is there only when this JVM started it. */
  private record Running(
      ProxyLife life, ProxyAdmin admin, @Nullable Process child, boolean adopted) {}

  private final ProxyFiles files;
  private final ProxyCommand command;
  private final Thread watch;
  private volatile Running running;
  private volatile @Nullable Routes wanted;
  private final AtomicInteger restarts = new AtomicInteger();
  private final CountDownLatch ending = new CountDownLatch(1);

  private ProxyProcess(ProxyFiles files, ProxyCommand command, Running running) {
    this.files = files;
    this.command = command;
    this.running = running;
    watch = Thread.ofVirtual().name("proxy-watch").unstarted(this::watch);
  }

  /**
   * Adopts the proxy that runs for this state directory, or starts one; returns when it listens.
   *
   * @throws ProxyUnavailable when it does not within 20 s; nothing is left behind
   */
  public static ProxyProcess start(Path state, ProxyCommand command) {
    ProxyFiles files = new ProxyFiles(state.toAbsolutePath().normalize());
    try {
      files.prepare();
      Optional<Running> found = adopt(files);
      Running running = found.isPresent() ? found.get() : spawn(files, command);
      ProxyProcess proxy = new ProxyProcess(files, command, running);
      proxy.watch.start();
      return proxy;
    } catch (IOException e) {
      throw new ProxyUnavailable("proxy: " + e + " (expected: a start) in " + state, e);
    }
  }

  /**
   * Tells the proxy who serves what. When it cannot be told now, the next life of it is told first
   * of all.
   *
   * @throws ProxyUnavailable when it did not take the routes
   */
  public void put(Routes routes) {
    wanted = routes;
    running.admin().put(routes);
  }

  /** Everything it counts. Throws {@link ProxyUnavailable} when it does not answer. */
  public ProxyStats stats() {
    return running.admin().stats();
  }

  /** Takes an endpoint out of rotation for a while; the proxy ends that by itself. */
  public void eject(EjectOrder order) {
    running.admin().eject(order);
  }

  public void uneject(EjectOrder order) {
    running.admin().uneject(order);
  }

  public long pid() {
    return running.life().pid();
  }

  /** Whether the proxy was found running, and not started, when this object was made. */
  public boolean adopted() {
    return running.adopted();
  }

  /** How often it was started again because it had died. */
  public int restarts() {
    return restarts.get();
  }

  /** Ends the proxy: it drains for up to ten seconds; then it is killed. */
  public void stop() {
    close();
    end(files, running.life());
  }

  /**
   * Ends the proxy that a healer has left running, and starts none for it.
   *
   * @return whether there was one
   */
  public static boolean stopLeft(Path state) {
    ProxyFiles files = new ProxyFiles(state.toAbsolutePath().normalize());
    try {
      Optional<ProxyLife> left = files.life().filter(ProxyLife::alive);
      left.ifPresent(life -> end(files, life));
      return left.isPresent();
    } catch (IOException e) {
      throw new ProxyUnavailable("proxy: " + e + " (expected: readable) in " + state, e);
    }
  }

  private static void end(ProxyFiles files, ProxyLife life) {
    life.terminate();
    if (!gone(life, DRAIN_LIMIT)) {
      life.kill();
      gone(life, DRAIN_LIMIT);
    }
    try {
      files.forget();
    } catch (IOException e) {
      throw new ProxyUnavailable("proxy: ended, but " + e + " in " + files.state(), e);
    }
  }

  /**
   * Stops looking after the proxy, which goes on serving; a start that is under way is finished.
   */
  @Override
  public void close() {
    ending.countDown();
    boolean interrupted = false;
    while (watch.isAlive()) {
      try {
        watch.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Running> adopt(ProxyFiles files) throws IOException {
    Optional<ProxyLife> life = files.life().filter(ProxyLife::alive);
    if (life.isEmpty()) {
      return Optional.empty();
    }
    Optional<ProxyAdmin> admin = listening(files, life.get());
    if (admin.isPresent() && answers(admin.get())) {
      return Optional.of(new Running(life.get(), admin.get(), null, true));
    }
    life.get().kill(); // ours, but it does not answer, and it holds the addresses
    gone(life.get(), DRAIN_LIMIT);
    return Optional.empty();
  }

  /** One slow answer on a busy machine is no reason to end the data path. */
  private static boolean answers(ProxyAdmin admin) {
    return IntStream.range(0, 3).anyMatch(_ -> admin.healthy());
  }

  private static Running spawn(ProxyFiles files, ProxyCommand command) throws IOException {
    Files.deleteIfExists(files.ready());
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    String token = HexFormat.of().formatHex(secret);
    List<String> line = command.line(files.routes(), files.ready());
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()));
    builder.environment().put("SELFHEAL_PROXY_TOKEN", token);
    builder.environment().put(Marks.STATE, files.state().toString());
    builder.environment().put(Marks.PART, "proxy");
    Process child = builder.start();
    boolean kept = false;
    try {
      ProxyLife life =
          ProxyLife.of(child.pid(), token).orElse(new ProxyLife(child.pid(), 0, "", token));
      files.keep(life); // before it listens: a healer that dies now leaves no unknown proxy
      ProxyAdmin admin = listening(files, life).orElseThrow(() -> died(files, life, child));
      if (!answers(admin)) { // the first answer of a new JVM takes seconds on a busy machine
        throw died(files, life, child);
      }
      kept = true;
      return new Running(life, admin, child, false);
    } finally {
      if (!kept) {
        child.destroyForcibly();
        files.forget();
      }
    }
  }

  /** Waits until it listens; empty when it died or took too long. */
  private static Optional<ProxyAdmin> listening(ProxyFiles files, ProxyLife life)
      throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (life.alive() && System.nanoTime() < deadline) {
      Optional<String> url = files.adminUrl(life);
      if (url.isPresent()) {
        return Optional.of(new ProxyAdmin(url.get(), life.token()));
      }
      if (!pause()) {
        break;
      }
    }
    return Optional.empty();
  }

  private static ProxyUnavailable died(ProxyFiles files, ProxyLife life, Process child) {
    // The kernel knows of an end before this JVM has collected it.
    String how = life.alive() ? "does not listen and answer" : "ended with code " + code(child);
    return new ProxyUnavailable(
        "proxy: %s (expected: it does within %s) says %s: %s"
            .formatted(how, START_LIMIT, files.log(), lastLine(files.log())));
  }

  private static String code(Process child) {
    try {
      return child.waitFor(1, TimeUnit.SECONDS) ? String.valueOf(child.exitValue()) : "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }

  private static String lastLine(Path log) {
    try (var lines = Files.lines(log)) {
      return lines.reduce((_, last) -> last).orElse("nothing");
    } catch (IOException e) {
      return "nothing readable";
    }
  }

  private void watch() {
    int deaths = 0;
    long born = System.nanoTime();
    try {
      while (ending.getCount() > 0) {
        if (lives()) {
          continue;
        }
        deaths = System.nanoTime() - born > STEADY.toNanos() ? 1 : deaths + 1;
        Duration delay = deaths == 1 ? Duration.ZERO : DELAY.after(deaths - 1, 0);
        LOG.log(System.Logger.Level.WARNING, "proxy: died, is started again in " + delay);
        if (!ending.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
          born = System.nanoTime();
          startAgain();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks for a moment: at its own child so that its end is seen at once, else now and then. */
  private boolean lives() throws InterruptedException {
    Running now = running;
    Process child = now.child();
    if (child != null) {
      return !child.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
    boolean _ = ending.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return now.life().alive();
  }

  private void startAgain() {
    try {
      Running next = spawn(files, command);
      running = next;
      restarts.incrementAndGet();
      Routes routes = wanted;
      if (routes != null) {
        next.admin().put(routes); // it read its own file; a put that it missed is not in there
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "proxy: not started again, tried again later", e);
    }
  }

  private static boolean gone(ProxyLife life, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (life.alive() && System.nanoTime() < deadline) {
      if (!pause()) {
        break;
      }
    }
    return !life.alive();
  }

  /** False when somebody interrupts, who does not want to wait at all. */
  private static boolean pause() {
    try {
      Thread.sleep(Duration.ofMillis(10));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
