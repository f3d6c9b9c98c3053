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
import com.trixtech.booking.frontend.web.Page;
import com.trixtech.booking.frontend.web.Renderer;
import com.trixtech.booking.process.LogLines;
import com.trixtech.selfheal.shield.health.Finding;
import com.trixtech.selfheal.shield.health.Health;
import com.trixtech.selfheal.shield.health.HealthAnswer;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
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

  private static final long MAX_BODY = 16 * 1024;

  private final Config config;
  private final Metrics metrics = new Metrics();
  private final KnownRooms known;
  private final Site site;
  private final Health health;
  private final WarmUp warmUp = new WarmUp();
  private final WebServer server;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean leaving;

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
    metrics.bind(backend, health);
    server =
        WebServer.builder()
            .host(config.host())
            .port(config.port())
            .shutdownHook(false) // ours drains first
            .shutdownGracePeriod(Duration.ofMillis(200))
            .maxPayloadSize(MAX_BODY)
            .featuresDiscoverServices(false)
            .routing(routing())
            .build();
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
        .get("/health/live", handler("/health/live", _ -> health(health.live())))
        .get("/health/ready", handler("/health/ready", _ -> health(health.ready())))
        .get("/api/health", handler("/api/health", _ -> health(health.ready())))
        .get("/health/startup", handler("/health/startup", _ -> health(health.startup())))
        .get("/metrics", handler("/metrics", _ -> metrics.page()))
        .get("/health", handler("/health", _ -> health(health.health())))
        .get("/", handler("/", search::home))
        .get("/rooms", handler("/rooms", search::rooms))
        .get("/book", handler("/book", book::form))
        .post("/book", handler("/book", book::submit))
        .get("/bookings/{id}", handler("/bookings/{id}", booking::show))
        .get("/bookings/{id}/state", handler("/bookings/{id}/state", booking::state))
        .get("/bookings/{id}/pay", handler("/bookings/{id}/pay", pay::form))
        .post("/bookings/{id}/pay", handler("/bookings/{id}/pay", pay::submit))
        .get("/bookings/{id}/cancel", handler("/bookings/{id}/cancel", booking::confirmCancel))
        .post("/bookings/{id}/cancel", handler("/bookings/{id}/cancel", booking::cancel))
        .get("/find", handler("/find", find::form))
        .post("/find", handler("/find", find::submit))
        .get("/assets/{name}", handler("/assets/{name}", site.assets()::get))
        .get("/favicon.ico", handler("/favicon.ico", site.assets()::icon))
        .get("/robots.txt", handler("/robots.txt", _ -> ROBOTS))
        .any(handler("none", _ -> notFound()));
  }

  private static final Page ROBOTS =
      Page.of(
          200,
          "text/plain; charset=utf-8",
          "User-agent: *\nDisallow: /bookings/\nDisallow: /book\n");

  private static Page health(HealthAnswer answer) {
    Page page = Page.json(answer.status(), answer.json());
    for (var header : answer.headers().entrySet()) {
      page = page.with(header.getKey(), header.getValue());
    }
    return page;
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

  private Page notFound() {
    return site.message(
        404,
        "There is no such page",
        List.of("The address may be old or mistyped."),
        new MessageView.Action("Start page", "/"));
  }

  private Page broken() {
    return site.message(
        500,
        "Something went wrong here",
        List.of(
            "It is our fault, not yours. Nothing that you sent is done twice if you send it"
                + " again."),
        new MessageView.Action("Start page", "/"));
  }

  private Handler handler(String route, Page.Source source) {
    return (request, response) -> {
      inFlight.incrementAndGet();
      long began = System.nanoTime();
      try {
        Page page;
        try {
          page = source.page(request);
        } catch (io.helidon.http.RequestException e) {
          throw e; // too large, malformed: the server has the right answer
        } catch (Exception e) {
          LOG.log(
              Level.SEVERE,
              request.prologue().method() + " " + request.path().path() + " failed",
              e);
          page = broken();
        }
        metrics.served(
            request.prologue().method().text(),
            route,
            page.status(),
            Duration.ofNanos(System.nanoTime() - began));
        page = page.with("X-Served-By", config.podName()).with("X-Release", config.release());
        // Leaving: the caller must not reuse a connection that is about to end.
        boolean last = leaving || request.headers().contains(HeaderValues.CONNECTION_CLOSE);
        (last ? page.with("Connection", "close") : page).sendTo(response);
        if (last) {
          // Helidon 4.5.0 announces the end and then keeps the connection open
          // (helidon-io/helidon#12324).
          throw new CloseConnectionException("announced to the caller");
        }
      } finally {
        inFlight.decrementAndGet();
      }
    };
  }

  @Override
  public void close() {
    leaving = true;
    health.leave("told to stop");
    LogLines.last(LOG, "leaving: unready now, draining for " + config.drain());
    try {
      Thread.sleep(config.drain());
      long end = System.nanoTime() + FINISH_LIMIT.toNanos();
      while (inFlight.get() > 0 && System.nanoTime() < end) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int unfinished = inFlight.get();
    server.stop();
    known.close();
    health.close();
    metrics.close();
    LogLines.last(LOG, "stopped, unfinished requests: " + unfinished);
  }
}
