package com.trixtech.booking.frontend;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without a screen or scripts: reads pages, fills forms. Waits with a limit. */
record Visitor(int port) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern INPUT = Pattern.compile("<input ([^>]*)>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)=\"([^\"]*)\"");

  /** What came back. */
  record View(int status, String html, Map<String, String> headers) {

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
    }

    String location() {
      return header("location");
    }

    String title() {
      return between("<title>", "</title>");
    }

    String heading() {
      return between("<h1>", "</h1>");
    }

    /** What a reader reads: no tags, no drawings. */
    String text() {
      return unescape(
          html.replaceAll("(?s)<(svg|head).*?</\\1>", "")
              .replaceAll("<[^>]*>", " ")
              .replaceAll("\\s+", " "));
    }

    /** The form's inputs with their values, as a browser would send them. */
    Map<String, String> fields() {
      var fields = new LinkedHashMap<String, String>();
      INPUT
          .matcher(html)
          .results()
          .forEach(input -> {
            var attributes = attributes(input.group(1));
            fields.put(attributes.get("name"), unescape(attributes.getOrDefault("value", "")));
          });
      return fields;
    }

    /** The address of the first link with this text. */
    String link(String text) {
      var link =
          Pattern.compile("<a [^>]*href=\"([^\"]*)\"[^>]*>" + Pattern.quote(text)).matcher(html);
      if (!link.find()) {
        throw new AssertionError("link: " + text + " (expected: on the page)\n" + text());
      }
      return unescape(link.group(1));
    }

    String action() {
      return unescape(between("action=\"", "\" method=\"post\""));
    }

    private static Map<String, String> attributes(String tag) {
      return ATTRIBUTE
          .matcher(tag)
          .results()
          .collect(Collectors.toMap((MatchResult r) -> r.group(1), r -> r.group(2)));
    }

    private String between(String before, String after) {
      int from = html.indexOf(before);
      int to = html.indexOf(after, from + before.length());
      return from < 0 || to < 0 ? "" : unescape(html.substring(from + before.length(), to));
    }

    private static String unescape(String html) {
      return html.replace("&lt;", "<")
          .replace("&gt;", ">")
          .replace("&#34;", "\"")
          .replace("&#39;", "'")
          .replace("&amp;", "&")
          .strip();
    }
  }

  /** A condition that may fail with an I/O error while it does not hold. */
  interface Condition {
    boolean holds() throws Exception;
  }

  View get(String path) throws Exception {
    return send(HttpRequest.newBuilder().GET(), path);
  }

  View post(String path, Map<String, String> fields) throws Exception {
    String form =
        fields.entrySet().stream()
            .map(f -> encode(f.getKey()) + "=" + encode(f.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder()
            .POST(BodyPublishers.ofString(form))
            .header("Content-Type", "application/x-www-form-urlencoded"),
        path);
  }

  /** Sends the page's form with some of its inputs filled in. */
  View fill(View page, Map<String, String> typed) throws Exception {
    var fields = new LinkedHashMap<>(page.fields());
    fields.putAll(typed);
    return post(page.action(), fields);
  }

  View follow(View answer) throws Exception {
    if (answer.status() != 303) {
      throw new AssertionError("status: " + answer.status() + " (expected: 303)\n" + answer.text());
    }
    return get(answer.location());
  }

  private View send(HttpRequest.Builder request, String path) throws Exception {
    var answer =
        HTTP.send(
            request.uri(URI.create("http://127.0.0.1:" + port + path)).timeout(LIMIT).build(),
            BodyHandlers.ofString());
    return new View(
        answer.statusCode(),
        answer.body(),
        answer.headers().map().entrySet().stream()
            .collect(
                Collectors.toMap(
                    h -> h.getKey().toLowerCase(java.util.Locale.ROOT),
                    h -> String.join(", ", h.getValue()))));
  }

  static void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException e) {
        // not yet
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
