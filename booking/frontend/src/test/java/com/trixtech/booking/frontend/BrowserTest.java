package com.trixtech.booking.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.frontend.Browser.Device;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/** The whole way of a guest in a real browser; pictures of it are in target/screenshots. */
class BrowserTest {
  @TempDir Path profile;

  private Running running;
  private FakeBackend backend;

  @BeforeEach
  void start() throws Exception {
    running = Running.start();
    backend = running.backend();
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private Browser browser(Device device, boolean scripts) {
    return new Browser(running.visitor().port(), device, scripts, profile);
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void everyPageOfTheWayIsAccessibleInLightAndDark(Device device) throws Exception {
    String on = "-" + device.name().toLowerCase(java.util.Locale.ROOT);
    try (var browser = browser(device, true)) {
      browser.open("/");
      both(browser, "1-home" + on);
      browser.press("Search");
      browser.await("32 rooms are free");
      both(browser, "2-rooms" + on);
      browser.press("Book");
      browser.await("Who is staying?");
      browser.press("Book this room");
      browser.awaitText("2 things need your attention");
      assertThat(browser.script("return document.activeElement.id")).isEqualTo("errors");
      both(browser, "3-book-errors" + on);
      browser.type("name", "Ada Lovelace");
      browser.type("email", "ada@example.com");
      both(browser, "3-book" + on);
      browser.press("Book this room");
      browser.await("Pay for your room");
      both(browser, "4-pay" + on);
      browser.press("4000 0000 0000 0002");
      browser.press("Pay €");
      browser.awaitText("Your payment was declined");
      both(browser, "4-pay-declined" + on);

      backend.books().paymentsPend(true);
      browser.press("4242 4242 4242 4242");
      browser.press("Pay €");
      browser.await("Your payment is being checked");
      both(browser, "5-pending" + on);
      backend.books().settle(backend.books().newest(), true);
      browser.await("Your booking is confirmed");
      both(browser, "6-confirmed" + on);
      browser.press("Cancel this booking");
      browser.await("Cancel this booking?");
      both(browser, "7-cancel" + on);
      browser.press("Yes, cancel it");
      browser.await("Your booking is cancelled");
      both(browser, "8-cancelled" + on);
      browser.open("/find");
      both(browser, "9-find" + on);

      backend.stop();
      running.visitor().get("/rooms?" + Running.stay()); // then somebody looks at once
      Visitor.await(
          "the start page tells of it",
          () -> running.visitor().get("/").text().contains("not answering"));
      browser.open("/");
      both(browser, "away-1-home" + on);
      browser.press("Search");
      browser.await("We cannot search right now");
      both(browser, "away-2-rooms" + on);
      browser.open("/nowhere");
      both(browser, "nowhere" + on);
    }
  }

  /** Colours are the same on each device, so the dark ones are looked at on one. */
  private static void both(Browser browser, String name) throws Exception {
    if (name.endsWith("-desktop")) {
      browser.dark(true);
      browser.hasContrast(name + "-dark");
    }
    browser.dark(false);
    browser.isAccessible(name);
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void theWholeWayWorksWithoutScripts(Device device) throws Exception {
    try (var browser = browser(device, false)) {
      browser.open("/");
      browser.press("Search");
      browser.await("32 rooms are free");
      browser.press("Book");
      browser.await("Who is staying?");
      browser.type("name", "Ada Lovelace");
      browser.press("Book this room");
      browser.awaitText("Enter your email address");
      browser.type("email", "ada@example.com");
      browser.press("Book this room");
      browser.awaitText("10 minutes left");
      assertThat(browser.all("button.use")).as("scripts are off").isEmpty();
      backend.books().paymentsPend(true);
      browser.type("card", FakeBackend.PAYS);
      browser.press("Pay €238");
      browser.await("Your payment is being checked");
      backend.books().settle(backend.books().newest(), true);
      browser.await("Your booking is confirmed"); // the page renews itself
      String code = browser.find(".code .big").getText();
      browser.open("/find");
      browser.type("code", code);
      browser.type("email", "ada@example.com");
      browser.press("Find my booking");
      browser.await("Your booking is confirmed");
      browser.press("Cancel this booking");
      browser.await("Cancel this booking?");
      browser.press("Yes, cancel it");
      browser.await("Your booking is cancelled");
      assertThat(backend.books().bookings()).isEqualTo(1);
      assertThat(backend.books().charges()).isEqualTo(1);
    }
  }

  @Test
  void theWholeWayWorksWithTheKeyboardAlone() throws Exception {
    try (var browser = browser(Device.Desktop, true)) {
      browser.open("/");
      browser.keys(Keys.TAB);
      assertThat(browser.script("return document.activeElement.className")).isEqualTo("skip");
      browser.picture("keyboard-skip");
      browser.keys(Keys.ENTER);
      browser.tabTo(".search button");
      browser.picture("keyboard-focus");
      browser.keys(Keys.ENTER);
      browser.await("32 rooms are free");
      browser.tabTo(".offer .button");
      browser.keys(Keys.ENTER);
      browser.await("Who is staying?");
      browser.tabTo("#name");
      browser.keys("Ada Lovelace", Keys.TAB, "ada@example.com", Keys.ENTER);
      browser.await("Pay for your room");
      browser.tabTo("#card");
      browser.keys("4242 4242 4242 4242", Keys.ENTER);
      browser.await("Your booking is confirmed");
      browser.tabTo(".more a");
      browser.keys(Keys.ENTER);
      browser.await("Cancel this booking?");
      browser.tabTo("button.danger");
      browser.keys(Keys.ENTER);
      browser.await("Your booking is cancelled");
    }
  }

  @Test
  void goingBackAndSendingAgainBooksOnceAndPaysOnce() throws Exception {
    try (var browser = browser(Device.Desktop, true)) {
      browser.open("/book?room=harbour-102&" + Running.stay());
      browser.type("name", "Ada Lovelace");
      browser.type("email", "ada@example.com");
      browser.press("Book this room");
      browser.await("Pay for your room");
      browser.type("card", FakeBackend.PAYS);
      browser.press("Pay €238");
      browser.await("Your booking is confirmed");
      browser.reload();
      browser.await("Your booking is confirmed");
      browser.back();
      browser.await("Your booking is confirmed"); // the form is asked for anew, and is not needed
      assertThat(backend.books().bookings()).isEqualTo(1);
      assertThat(backend.books().charges()).isEqualTo(1);
    }
  }
}
