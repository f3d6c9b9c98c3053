package com.trixtech.booking.frontend;

import com.trixtech.booking.frontend.backend.BookingBackend.Times;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A frontend on a backend of its own, for one test.
 *
 * @param frontend null when it is a process of its own
 */
record Running(FakeBackend backend, @Nullable Frontend frontend, Visitor visitor)
    implements AutoCloseable {
  static final String SECRET = "a secret for tests alone";

  /** A backend that hangs is not what takes a test's time. */
  private static final Times IMPATIENT = new Times(Duration.ofMillis(600), Duration.ofMillis(900));

  /** Held, since the JDK forgets loggers that nobody holds; faults are made on purpose here. */
  private static final java.util.logging.Logger ROOT = java.util.logging.Logger.getLogger("");

  static {
    ROOT.setLevel(java.util.logging.Level.SEVERE);
  }

  /** With the rooms known, as it is soon after each start. */
  static Running start() throws Exception {
    var running = startCold(new FakeBackend());
    Visitor.await(
        "the rooms are known", () -> running.visitor().get("/").text().contains("Harbour House"));
    return running;
  }

  static Running startCold(FakeBackend backend) throws Exception {
    var frontend = Frontend.start(Config.from(environment(backend, Map.of())), IMPATIENT);
    return new Running(backend, frontend, new Visitor(frontend.port()));
  }

  static Map<String, String> environment(FakeBackend backend, Map<String, String> changes) {
    var env = new HashMap<String, String>();
    env.put("PORT", "0");
    env.put("BACKEND_URL", backend.address().toString());
    env.put("POD_NAME", "frontend-1");
    env.put("RELEASE", "v7");
    env.put("DRAIN", "0ms");
    env.put("LINK_SECRET", SECRET);
    env.putAll(changes);
    return env;
  }

  /** Two nights, soon. */
  static LocalDate from() {
    return LocalDate.now(ZoneOffset.UTC).plusDays(10);
  }

  static LocalDate to() {
    return from().plusDays(2);
  }

  static String stay() {
    return "from=" + from() + "&to=" + to() + "&guests=2";
  }

  /** The empty form for a room. */
  Visitor.View bookForm(String room) throws Exception {
    return visitor.get("/book?room=" + room + "&" + stay());
  }

  /** Books a room and follows to the page that takes the payment. */
  Visitor.View book(String room) throws Exception {
    return visitor.follow(
        visitor.fill(bookForm(room), Map.of("name", "Ada Lovelace", "email", "ada@example.com")));
  }

  /** Books, pays, and follows to the booking. */
  Visitor.View bookAndPay(String room) throws Exception {
    return visitor.follow(visitor.fill(book(room), Map.of("card", FakeBackend.PAYS)));
  }

  @Override
  public void close() {
    if (frontend != null) {
      frontend.close();
    }
    backend.close();
  }
}
