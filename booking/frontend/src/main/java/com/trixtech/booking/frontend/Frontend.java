package com.trixtech.booking.frontend;

import com.trixtech.booking.frontend.backend.BookingBackend;
import com.trixtech.booking.frontend.backend.BookingBackend.Times;
import com.trixtech.booking.frontend.backend.KnownRooms;
import com.trixtech.booking.frontend.pages.BookPages;
import com.trixtech.booking.frontend.pages.BookingPages;
import com.trixtech.booking.frontend.pages.FindPages;
import com.trixtech.booking.frontend.pages.MessageView;
import com.trixtech.booking.frontend.pages.PayPages;
import com.trixtech.booking.frontend.pages.SearchPages;
import com.trixtech.booking.frontend.pages.Site;
import com.trixtech.booking.frontend.web.Assets;
import com.trixtech.booking.frontend.web.LinkTokens;
import com.trixtech.booking.frontend.web.Protection;
import com.trixtech.booking.frontend.web.Renderer;
import com.trixtech.booking.http.Answer;
import com.trixtech.booking.http.ProcessMetrics;
import com.trixtech.booking.http.Serving;
import com.trixtech.booking.process.LogLines;
import com.trixtech.selfheal.shield.health.Finding;
import com.trixtech.selfheal.shield.health.Health;
import com.trixtech.selfheal.shield.health.HealthAnswer;
import com.trixtech.selfheal.shield.metrics.ShieldMetrics;
import com.trixtech.selfheal.shield.retry.RetryBudget;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;

/**
 * The running frontend: port, pages and what is known of the rooms, wired by hand. Thread-safe.
 *
 * <p>Start: the port is bound at once; nothing waits for the backend. End ({@link #close}): unready
 * at once, requests are taken for the drain, those in flight are finished.
 */
public final class Frontend implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Frontend.class.getName());

  /** A payment in flight may take this long. */
  private static final Duration FINISH_LIMIT = Duration.ofSeconds(7);

  private final Config config;
  private final ProcessMetrics metrics = new ProcessMetrics();
  private final Serving serving;
  private final KnownRooms known;
  private final Site site;
  private final Health health;
  private final WarmUp warmUp = new WarmUp();
  private final WebServer server;

  private Frontend(Config config, Times times) {
    this.config = config;
    var clock = InstantSource.system();
    var backend = new BookingBackend(config.backend(), times, metrics::called);
    known = new KnownRooms(backend, clock);
    site =
        new Site(
            backend, known, new LinkTokens(secret(config)), new Renderer(), new Assets(), clock);
    health =
        Health.named(config.podName())
            .startup("pages", warmUp::look)
            .degrades("backend", this::lookAtBackend)
            .cadence(Duration.ofMillis(200)) // nothing is asked: each look reads what is known
            .build();
    measure(backend);
    Map<String, String> marks = new HashMap<>(Protection.HEADERS);
    marks.put("X-Served-By", config.podName());
    marks.put("X-Release", config.release());
    serving = new Serving(metrics, marks, _ -> broken());
    server = Serving.server(config.host(), config.port(), routing());
    server.start();
    known.start();
    health.start();
    warmUp.start(config.host(), server.port());
  }

  /** Returns when the port is bound. */
  public static Frontend start(Config config) {
    return start(config, Times.USUAL);
  }

  static Frontend start(Config config, Times times) {
    return new Frontend(config, times);
  }

  private void measure(BookingBackend backend) {
    var registry = metrics.registry();
    backend.shields().forEach(shield -> ShieldMetrics.bind(registry, shield));
    ShieldMetrics.bind(registry, RetryBudget.ofProcess());
    ShieldMetrics.bind(registry, health);
  }

  /** The port that was bound; the configured one, unless that was 0. */
  public int port() {
    return server.port();
  }

  private static byte[] secret(Config config) {
    return config
        .linkSecret()
        .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
        .orElseGet(() -> {
          LOG.warning(
              "LINK_SECRET: not set (expected: the same for all replicas); links to bookings"
                  + " made here work here only, until this process ends");
          return LinkTokens.random();
        });
  }

  private HttpRouting.Builder routing() {
    var search = new SearchPages(site);
    var book = new BookPages(site);
    var pay = new PayPages(site);
    var booking = new BookingPages(site);
    var find = new FindPages(site);
    return HttpRouting.builder()
        .get("/health/live", serving.handler("/health/live", _ -> health(health.live())))
        .get("/health/ready", serving.handler("/health/ready", _ -> health(health.ready())))
        .get("/api/health", serving.handler("/api/health", _ -> health(health.ready())))
        .get("/health/startup", serving.handler("/health/startup", _ -> health(health.startup())))
        .get("/metrics", serving.handler("/metrics", _ -> metrics.answer()))
        .get("/health", serving.handler("/health", _ -> health(health.health())))
        .get("/", serving.handler("/", search::home))
        .get("/rooms", serving.handler("/rooms", search::rooms))
        .get("/book", serving.handler("/book", book::form))
        .post("/book", serving.handler("/book", book::submit))
        .get("/bookings/{id}", serving.handler("/bookings/{id}", booking::show))
        .get("/bookings/{id}/state", serving.handler("/bookings/{id}/state", booking::state))
        .get("/bookings/{id}/pay", serving.handler("/bookings/{id}/pay", pay::form))
        .post("/bookings/{id}/pay", serving.handler("/bookings/{id}/pay", pay::submit))
        .get(
            "/bookings/{id}/cancel",
            serving.handler("/bookings/{id}/cancel", booking::confirmCancel))
        .post("/bookings/{id}/cancel", serving.handler("/bookings/{id}/cancel", booking::cancel))
        .get("/find", serving.handler("/find", find::form))
        .post("/find", serving.handler("/find", find::submit))
        .get("/assets/{name}", serving.handler("/assets/{name}", site.assets()::get))
        .get("/favicon.ico", serving.handler("/favicon.ico", site.assets()::icon))
        .get("/robots.txt", serving.handler("/robots.txt", _ -> ROBOTS))
        .any(serving.handler("none", _ -> notFound()));
  }

  private static final Answer ROBOTS =
      Answer.text(
          200,
          "text/plain; charset=utf-8",
          "User-agent: *\nDisallow: /bookings/\nDisallow: /book\n");

  private static Answer health(HealthAnswer answer) {
    return Answer.json(answer.status(), answer.json()).with(answer.headers());
  }

  /**
   * Without the backend there are still pages: it degrades us, and never makes us unready.
   */
  private Finding lookAtBackend() {
    return known.away()
        ? Finding.degraded(known.failure())
        : known
            .rooms()
            .map(rooms -> Finding.up(rooms.rooms().size() + " rooms known"))
            .orElseGet(() -> Finding.unknown("not answered yet"));
  }

  private Answer notFound() {
    return site.message(
        404,
        "There is no such page",
        List.of("The address may be old or mistyped."),
        new MessageView.Action("Start page", "/"));
  }

  private Answer broken() {
    return site.message(
        500,
        "Something went wrong here",
        List.of(
            "It is our fault, not yours. Nothing that you sent is done twice if you send it"
                + " again."),
        new MessageView.Action("Start page", "/"));
  }

  @Override
  public void close() {
    health.leave("told to stop");
    serving.leave();
    LogLines.last(LOG, "leaving: unready now, draining for " + config.drain());
    try {
      Thread.sleep(config.drain());
      serving.finish(FINISH_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int unfinished = serving.inFlight();
    server.stop();
    known.close();
    health.close();
    metrics.close();
    LogLines.last(LOG, "stopped, unfinished requests: " + unfinished);
  }
}
