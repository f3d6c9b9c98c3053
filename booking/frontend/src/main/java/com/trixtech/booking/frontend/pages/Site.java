package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.backend.BookingBackend;
import com.trixtech.booking.frontend.backend.KnownRooms;
import com.trixtech.booking.frontend.web.Assets;
import com.trixtech.booking.frontend.web.LinkTokens;
import com.trixtech.booking.frontend.web.Renderer;
import com.trixtech.booking.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What all pages share. Thread-safe. */
public record Site(
    BookingBackend backend,
    KnownRooms known,
    LinkTokens tokens,
    Renderer renderer,
    Assets assets,
    InstantSource clock) {
  private static final String AWAY =
      "Our booking system is not answering at the moment. You can look at our houses and rooms;"
          + " searching, booking and paying will work again soon.";

  /** A 503 says when to ask again, and has somebody look at once how the backend is. */
  Answer page(int status, String template, Object view) {
    Answer page = renderer.page(status, template, view);
    if (status != 503) {
      return page;
    }
    known.renewSoon();
    return page.with("Retry-After", "2");
  }

  /** The frame of a page that works without the backend. */
  Frame frame(Frame.Section section) {
    return frame(section, known.away() ? Optional.of(AWAY) : Optional.empty());
  }

  /** The frame of a page that says itself how things are. */
  Frame plain(Frame.Section section) {
    return frame(section, Optional.empty());
  }

  private Frame frame(Frame.Section section, Optional<String> notice) {
    return new Frame(
        assets.address("site.css"),
        assets.address("site.js"),
        assets.address("icon.svg"),
        section,
        notice);
  }

  Instant now() {
    return clock.instant();
  }

  LocalDate today() {
    return LocalDate.ofInstant(now(), ZoneOffset.UTC);
  }

  /** Where a guest sees a booking: the address that is its key. {@code part} may be empty. */
  String address(UUID booking, String part) {
    return "/bookings/" + booking + part + "?t=" + tokens.of(booking);
  }

  /** How old what we know of the rooms is: {@code 3 minutes ago}. */
  String knownSince() {
    return known
        .rooms()
        .map(rooms -> Words.ago(Duration.between(rooms.at(), now())))
        .orElse("never");
  }

  /** Any message that needs no page of its own. */
  public Answer message(
      int status, String title, List<String> paragraphs, MessageView.Action action) {
    return page(
        status,
        "message",
        new MessageView(plain(Frame.Section.Other), title, paragraphs, List.of(action)));
  }

  /** 503 for a page that needs the backend, with a way to try again. */
  Answer awayMessage(String title, List<String> paragraphs, String retry) {
    return page(
        503,
        "message",
        new MessageView(
            plain(Frame.Section.Other),
            title,
            paragraphs,
            List.of(
                new MessageView.Action("Try again", retry),
                new MessageView.Action("Start page", "/"))));
  }
}
