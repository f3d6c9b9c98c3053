package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.backend.BackendAway;
import com.trixtech.booking.frontend.backend.KnownRooms;
import com.trixtech.booking.frontend.stay.House;
import com.trixtech.booking.frontend.stay.Stay;
import com.trixtech.booking.frontend.web.Form;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The start page and the search. Thread-safe. */
public final class SearchPages {
  private static final Logger LOG = Logger.getLogger(SearchPages.class.getName());

  private final Site site;

  public SearchPages(Site site) {
    this.site = site;
  }

  /** Asks nobody: it is there whatever the backend does. */
  public Answer home(ServerRequest request) {
    return site.page(
        200,
        "home",
        new HomeView(
            site.frame(Frame.Section.Search),
            SearchForm.fresh(site.today()),
            houses(),
            site.knownSince()));
  }

  public Answer rooms(ServerRequest request) {
    var form = SearchForm.read(Form.query(request), site.today());
    if (form.stay().isEmpty()) {
      return site.page(
          400, "rooms", new RoomsView(site.plain(Frame.Section.Search), form, List.of(), houses()));
    }
    Stay stay = form.stay().orElseThrow();
    try {
      var offers = site.backend().availability(stay, form.house());
      return site.page(
          200,
          "rooms",
          new RoomsView(
              site.plain(Frame.Section.Search), form, RoomsView.Kind.of(offers), houses()));
    } catch (BackendAway e) {
      LOG.log(Level.WARNING, "search not answered", e);
      String house =
          form.house().isEmpty()
              ? ""
              : "&house=" + URLEncoder.encode(form.house(), StandardCharsets.UTF_8);
      return site.page(
          503,
          "rooms-away",
          new RoomsAwayView(
              site.plain(Frame.Section.Search),
              form,
              houses(),
              site.knownSince(),
              "/rooms?" + stay.query() + house));
    }
  }

  private List<House> houses() {
    return site.known().rooms().map(KnownRooms.Known::rooms).map(House::of).orElse(List.of());
  }
}
