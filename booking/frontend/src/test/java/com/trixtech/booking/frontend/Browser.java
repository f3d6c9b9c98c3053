package com.trixtech.booking.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.remote.http.ClientConfig;

/** A real browser: Debian's chromium, without a window, with nothing of an earlier run. */
final class Browser implements AutoCloseable {
  private static final Path PICTURES = Path.of("target", "screenshots");

  /** Held, since the JDK forgets loggers that nobody holds: it misses a protocol we do not use. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  static {
    SELENIUM.setLevel(Level.SEVERE);
  }

  /** What a guest has in the hand. */
  enum Device {
    Desktop(1280, 900),
    Phone(390, 844);

    final int width;
    final int height;

    Device(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  private final ChromeDriver driver;
  private final String site;
  private final Device device;

  Browser(int port, Device device, boolean scripts, Path profile) {
    this.device = device;
    site = "http://127.0.0.1:" + port;
    var options = new ChromeOptions();
    options.setBinary(program("chromium", "chromium-browser", "google-chrome").toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--lang=en-GB",
        "--window-size=" + device.width + "," + device.height,
        "--user-data-dir=" + profile);
    if (!scripts) {
      options.setExperimentalOption(
          "prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
    }
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").toFile())
            .usingAnyFreePort()
            .build();
    driver =
        new ChromeDriver(
            service, options, ClientConfig.defaultConfig().readTimeout(Duration.ofSeconds(30)));
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            device.width,
            "height",
            device.height,
            "deviceScaleFactor",
            1,
            "mobile",
            device == Device.Phone));
  }

  /** The first of these programs on the PATH; {@code bin/install-test-tools} installs it. */
  private static Path program(String... names) {
    return Arrays.stream(names)
        .flatMap(name ->
            Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .map(directory -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                names[0] + ": missing (expected: on the PATH; run bin/install-test-tools)"));
  }

  void open(String path) {
    driver.get(site + path);
  }

  WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** Presses the first link or button that has the text. */
  void press(String text) {
    driver
        .findElement(
            By.xpath(
                "//main//*[self::a or self::button][contains(normalize-space(.), \"%s\")]"
                    .formatted(text)))
        .click();
  }

  void type(String id, String text) {
    WebElement field = driver.findElement(By.id(id));
    field.clear();
    field.sendKeys(text);
  }

  /** Sends keys to whatever has the focus. */
  void keys(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Goes forward with the tab key until the element that fits has the focus. */
  void tabTo(String css) {
    WebElement wanted = find(css);
    for (int i = 0; i < 60; i++) {
      if (driver.switchTo().activeElement().equals(wanted)) {
        return;
      }
      keys(Keys.TAB);
    }
    throw new AssertionError(css + ": not reached (expected: by 60 presses of the tab key)");
  }

  void await(String heading) throws Exception {
    Visitor.await("headline: " + heading, () -> shows(heading));
  }

  void awaitText(String text) throws Exception {
    Visitor.await("text: " + text, () -> reads(() -> find("main").getText().contains(text)));
  }

  private boolean shows(String heading) {
    return reads(() -> find("h1").getText().equals(heading));
  }

  private static boolean reads(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (WebDriverException e) {
      return false; // between two pages it says so in several ways
    }
  }

  void back() {
    driver.navigate().back();
  }

  void reload() {
    driver.navigate().refresh();
  }

  @Nullable Object script(String script) {
    return driver.executeScript(script);
  }

  void dark(boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                // a colour half-way to the other is not what is judged
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** No rule of axe-core is broken, and nothing is wider than the screen. */
  void isAccessible(String name) throws IOException {
    breaksNo("{}", name);
    assertThat(script("return document.documentElement.scrollWidth <= " + device.width))
        .as(name + " fits the screen")
        .isEqualTo(true);
  }

  /** All text can be told from what is behind it. */
  void hasContrast(String name) throws IOException {
    breaksNo("{runOnly: ['color-contrast']}", name);
  }

  private void breaksNo(String rules, String name) throws IOException {
    if (Boolean.FALSE.equals(script("return 'axe' in window"))) {
      driver.executeScript(AXE);
    }
    Object violations =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, %s).then(
              found => done(found.violations.map(v =>
                v.id + ": " + v.help + " " + v.nodes.map(n => n.html).join(" "))),
              error => done([String(error)]));
            """
                .formatted(rules));
    assertThat((List<?>) violations).as("broken rules of accessibility on " + name).isEmpty();
    picture(name);
  }

  /** The whole page, into target/screenshots. */
  void picture(String name) throws IOException {
    var size = (Map<?, ?>) devTools("Page.getLayoutMetrics", Map.of(), "cssContentSize");
    Object data =
        devTools(
            "Page.captureScreenshot",
            Map.of(
                "captureBeyondViewport",
                true,
                "clip",
                Map.of(
                    "x",
                    0,
                    "y",
                    0,
                    "width",
                    Objects.requireNonNull(size.get("width")),
                    "height",
                    Objects.requireNonNull(size.get("height")),
                    "scale",
                    1)),
            "data");
    Files.createDirectories(PICTURES);
    Files.write(PICTURES.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(data)));
  }

  private Object devTools(String command, Map<String, Object> parameters, String result) {
    return Objects.requireNonNull(
        driver.executeCdpCommand(command, parameters).get(result), command);
  }

  private static final String AXE = axe();

  private static String axe() {
    try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
      if (script == null) {
        throw new IllegalStateException("/axe.min.js: missing (expected: on the class path)");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
