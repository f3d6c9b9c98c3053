package com.trixtech.booking.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may see what, and what no page may do. */
class ProtectionTest {
  private Running running;
  private FakeBackend backend;
  private Visitor visitor;

  @BeforeEach
  void start() throws Exception {
    running = Running.start();
    backend = running.backend();
    visitor = running.visitor();
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void aBookingIsFoundByItsCodeAndEmailTogetherOnly() throws Exception {
    running.bookAndPay("harbour-102");
    String code = backend.books().code(backend.books().newest());
    var form = visitor.get("/find");
    String typed =
        " " + code.substring(0, 3).toLowerCase(java.util.Locale.ROOT) + "-" + code.substring(3);
    var found =
        visitor.follow(visitor.fill(form, Map.of("code", typed, "email", "ada@example.com")));
    assertThat(found.heading()).isEqualTo("Your booking is confirmed");

    var other = visitor.fill(form, Map.of("code", code, "email", "eve@example.com"));
    assertThat(other.status()).isEqualTo(404);
    assertThat(other.text()).contains("no booking with this code and this email address together");
    assertThat(other.fields())
        .containsEntry("code", code)
        .containsEntry("email", "eve@example.com");

    var wrong = visitor.fill(form, Map.of("code", "12", "email", "eve"));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text()).contains("Check the code: it has 7 letters and digits");
  }

  @Test
  void aBookingOpensByItsOwnLinkOnly() throws Exception {
    var first = running.bookAndPay("harbour-102");
    String address = first.link("Cancel this booking").replace("/cancel", "");
    UUID id = backend.books().newest();
    running.bookAndPay("harbour-105");
    UUID second = backend.books().newest();

    assertThat(visitor.get(address).status()).isEqualTo(200);
    String unknown = visitor.get("/bookings/" + UUID.randomUUID() + "?t=x").html();
    for (String wrong :
        List.of(
            "/bookings/" + id,
            "/bookings/" + id + "?t=",
            address + "x",
            address.replace(id.toString(), second.toString()),
            "/bookings/1?t=x")) {
      var closed = visitor.get(wrong);
      assertThat(closed.status()).as(wrong).isEqualTo(404);
      assertThat(closed.html()).as(wrong).isEqualTo(unknown);
    }
    var pay = visitor.post("/bookings/" + id + "/cancel?t=x", Map.of("key", "k"));
    assertThat(pay.status()).isEqualTo(404);
    assertThat(visitor.post("/bookings/" + id + "/pay?t=x", Map.of("key", "k")).status())
        .isEqualTo(404);
    assertThat(backend.books().state(id)).isEqualTo("Confirmed/Succeeded");
  }

  @Test
  void whatAGuestTypesIsTextWhereverItIsShown() throws Exception {
    String attack = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
    var form = running.bookForm("harbour-102");
    var again = visitor.fill(form, Map.of("name", attack, "email", attack));
    var pay = visitor.follow(visitor.fill(form, Map.of("name", attack, "email", "a@b.example")));
    var search = visitor.get("/rooms?from=%22%3E%3Cscript%3E&to=x&guests=1&house=%3Cscript%3E");
    assertThat(List.of(again, pay, search))
        .allSatisfy(page ->
            assertThat(page.html())
                .doesNotContain("<script>", "<img", "\"><script")
                .contains("&lt;script"));
  }

  @Test
  void everyPageIsProtectedSaysWhereOneIsAndCanBeReadByEverybody() throws Exception {
    var pay = running.book("harbour-102");
    String booking = pay.link("Cancel this booking");
    var pages = new HashMap<String, Visitor.View>();
    for (String path :
        List.of(
            "/",
            "/rooms?" + Running.stay(),
            "/rooms",
            "/book",
            "/book?room=harbour-105&" + Running.stay(),
            booking,
            booking.replace("/cancel", ""),
            booking.replace("/cancel", "/pay"),
            "/find",
            "/bookings/1",
            "/nowhere")) {
      pages.put(path, visitor.get(path));
    }
    assertThat(pages)
        .allSatisfy((path, page) -> {
          assertThat(page.html())
              .contains("<html lang=\"en\">", "<a class=\"skip\" href=\"#main\">")
              .doesNotContain("style=", "onclick", "<style");
          assertThat(page.html().split("<h1>", -1)).as("one headline").hasSize(2);
          assertThat(page.title()).endsWith(" – Trixtech Stays");
          assertThat(page.header("Content-Security-Policy"))
              .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
              .doesNotContain("unsafe");
          assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
          assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
          assertThat(page.header("Cache-Control")).isEqualTo("no-store");
          assertThat(page.header("Set-Cookie")).isEmpty();
          assertThat(page.header("X-Served-By")).isEqualTo("frontend-1");
        });
    assertThat(pages.values().stream().map(Visitor.View::title).distinct().count())
        .as("titles that differ; /bookings/1 and /nowhere and the search have their own")
        .isEqualTo(pages.size());
    assertThat(visitor.get("/nowhere").status()).isEqualTo(404);
  }

  @Test
  void theStyleIsKeptForEverUnderItsOwnAddressOnly() throws Exception {
    String css =
        visitor.get("/").html().replaceAll("(?s).*rel=\"stylesheet\" href=\"([^\"]*)\".*", "$1");
    var own = visitor.get(css);
    assertThat(own.status()).isEqualTo(200);
    assertThat(own.header("Content-Type")).startsWith("text/css");
    assertThat(own.header("Cache-Control")).contains("immutable");
    var others = visitor.get("/assets/site.css?v=000000000000");
    assertThat(others.html()).isEqualTo(own.html());
    assertThat(others.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(visitor.get("/assets/../application.yaml").status()).isEqualTo(404);
    assertThat(visitor.get("/favicon.ico").header("Content-Type")).isEqualTo("image/svg+xml");
    assertThat(visitor.get("/robots.txt").html()).contains("Disallow: /bookings/");
  }
}
