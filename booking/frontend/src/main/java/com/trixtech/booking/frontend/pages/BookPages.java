package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.backend.BackendAway;
import com.trixtech.booking.frontend.backend.WriteResult;
import com.trixtech.booking.frontend.stay.Money;
import com.trixtech.booking.frontend.stay.Offer;
import com.trixtech.booking.frontend.stay.Room;
import com.trixtech.booking.frontend.stay.Stay;
import com.trixtech.booking.frontend.web.Form;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * From a room to a booking. Thread-safe.
 *
 * <p>The form carries its own key: sent twice, by a double click, a reload, or after an answer that
 * never came, it books once. Only a form that starts something new gets a new key.
 */
public final class BookPages {
  private static final Logger LOG = Logger.getLogger(BookPages.class.getName());
  private static final String BOOK = "Book this room";
  private static final String AGAIN = "Try again";

  private final Site site;

  public BookPages(Site site) {
    this.site = site;
  }

  /** The empty form, if the room is still free. */
  public Answer form(ServerRequest request) {
    Form query = Form.query(request);
    var search = SearchForm.read(query, site.today());
    String room = query.text("room");
    if (search.stay().isEmpty() || room.isEmpty()) {
      return noSuchChoice();
    }
    Stay stay = search.stay().orElseThrow();
    try {
      return free(room, stay)
          .map(offer ->
              page(
                  200,
                  offer.room().id(),
                  stay,
                  Optional.of(offer),
                  GuestForm.EMPTY,
                  newKey(),
                  "",
                  BOOK))
          .orElseGet(() -> taken(stay));
    } catch (BackendAway e) {
      LOG.log(Level.WARNING, "form for " + room + " not shown", e);
      return site.awayMessage(
          "We cannot check this room right now",
          List.of(
              "Our booking system is not answering, so we cannot tell whether the room you chose is"
                  + " still free. Your choice is kept on this page.",
              chosen(room, stay)),
          "/book?room="
              + java.net.URLEncoder.encode(room, java.nio.charset.StandardCharsets.UTF_8)
              + "&"
              + stay.query());
    }
  }

  /** Books, and goes on to the payment. */
  public Answer submit(ServerRequest request) {
    Form body = Form.body(request);
    var search = SearchForm.read(body, site.today());
    String room = body.text("room");
    String key = body.text("key");
    if (search.stay().isEmpty() || room.isEmpty() || key.isEmpty()) {
      return noSuchChoice();
    }
    Stay stay = search.stay().orElseThrow();
    var guest = GuestForm.read(body);
    if (!guest.errors().isEmpty()) {
      return page(422, room, stay, known(room, stay), guest, key, "", BOOK);
    }
    try {
      return switch (site.backend().book(room, stay, guest.guest(), key)) {
        case WriteResult.Accepted(var booking) ->
            Answer.seeOther(site.address(booking.id(), booking.payable() ? "/pay" : ""));
        case WriteResult.RoomTaken _ -> another(room, stay, guest);
        case WriteResult.KeyReused _ ->
            page(
                409,
                room,
                stay,
                known(room, stay),
                guest,
                newKey(),
                "This form has already made a booking. Send it again only if you want a second"
                    + " one; to see the first, use “Find my booking”.",
                BOOK);
        case WriteResult.NotAllowed(String why) -> refused(room, stay, guest, why);
        case WriteResult.Refused(String why) -> refused(room, stay, guest, why);
      };
    } catch (BackendAway e) {
      LOG.log(Level.WARNING, "booking of " + room + " not answered", e);
      return page(
          503,
          room,
          stay,
          known(room, stay),
          guest,
          key,
          "Our booking system did not answer, so we do not know yet whether the room is yours."
              + " What you typed is still here. Try again: however often you do, the room is"
              + " booked once.",
          AGAIN);
    }
  }

  private Answer refused(String room, Stay stay, GuestForm guest, String why) {
    LOG.warning("booking of " + room + " refused: " + why);
    return page(
        422,
        room,
        stay,
        known(room, stay),
        guest,
        newKey(),
        "This booking was not accepted. Please check the dates and what you typed.",
        BOOK);
  }

  /** The room is gone: offers the next one of the same kind, with everything that was typed. */
  private Answer another(String room, Stay stay, GuestForm guest) throws BackendAway {
    Optional<Room> gone = site.known().room(room);
    if (gone.isEmpty()) {
      return taken(stay);
    }
    return site.backend().availability(stay, gone.get().house()).stream()
        .filter(offer -> offer.room().type().equals(gone.get().type()))
        .filter(offer -> !offer.room().id().equals(room))
        .findFirst()
        .map(offer ->
            page(
                409,
                offer.room().id(),
                stay,
                Optional.of(offer),
                guest,
                newKey(),
                "Somebody else has just booked room %s. Room %s is of the same kind and still free: here it is, at %s in total."
                    .formatted(gone.get().number(), offer.room().number(), offer.total()),
                BOOK))
        .orElseGet(() -> taken(stay));
  }

  private Answer taken(Stay stay) {
    return site.message(
        409,
        "This room is no longer free",
        List.of(
            "Somebody else has just booked it for one of your nights. Nothing was booked for you,"
                + " and nothing was charged."),
        new MessageView.Action("See what else is free", "/rooms?" + stay.query()));
  }

  private Answer noSuchChoice() {
    return site.message(
        400,
        "Choose a room first",
        List.of("This address does not say which room you want, and when."),
        new MessageView.Action("Search for a room", "/"));
  }

  private Answer page(
      int status,
      String room,
      Stay stay,
      Optional<Offer> offer,
      GuestForm form,
      String key,
      String problem,
      String submit) {
    return site.page(
        status,
        "book",
        new BookView(
            site.plain(Frame.Section.Search), room, stay, offer, form, key, problem, submit));
  }

  private Optional<Offer> free(String room, Stay stay) throws BackendAway {
    String house = site.known().room(room).map(Room::house).orElse("");
    return site.backend().availability(stay, house).stream()
        .filter(offer -> offer.room().id().equals(room))
        .findFirst();
  }

  /** Without asking: for a form that is shown again. */
  private Optional<Offer> known(String room, Stay stay) {
    return site.known()
        .room(room)
        .map(r -> new Offer(r, new Money(r.price().currency(), r.price().minor() * stay.nights())));
  }

  private String chosen(String room, Stay stay) {
    String name =
        site.known()
            .room(room)
            .map(r -> r.house() + ", " + r.type() + ", room " + r.number())
            .orElse("Room " + room);
    return "%s: %s to %s, %s."
        .formatted(name, Words.day(stay.from()), Words.day(stay.to()), stay.size());
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }
}
