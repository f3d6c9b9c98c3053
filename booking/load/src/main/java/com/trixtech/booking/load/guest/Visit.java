package com.trixtech.booking.load.guest;

import java.util.List;

/**
 * What a guest came for: the steps of a visit without trouble.
 *
 * <p>The shares are of the guests who book, in percent; guests who only look come on top, as many
 * as the wanted share of writes leaves room for.
 */
enum Visit {
  LOOKS(0, Step.SEARCH, Step.LOOK),
  BOOKS(56, Step.SEARCH, Step.LOOK, Step.BOOK, Step.PAY, Step.VIEW),
  CHANGES_MIND(14, Step.SEARCH, Step.LOOK, Step.BOOK, Step.PAY, Step.VIEW, Step.CANCEL, Step.VIEW),
  DECLINED_FIRST(9, Step.SEARCH, Step.LOOK, Step.BOOK, Step.PAY_WITH_BAD_CARD, Step.PAY, Step.VIEW),
  CLICKS_TWICE(9, Step.SEARCH, Step.LOOK, Step.BOOK, Step.PAY, Step.VIEW),
  ABANDONS(12, Step.SEARCH, Step.LOOK, Step.BOOK);

  /** One thing that a guest does. */
  enum Step {
    /** Rooms of all houses, for dates. */
    SEARCH(false),
    /** The rooms of one house, for the same dates. */
    LOOK(false),
    BOOK(true),
    PAY_WITH_BAD_CARD(true),
    PAY(true),
    /** The guest's own booking. */
    VIEW(false),
    CANCEL(true);

    private final boolean write;

    Step(boolean write) {
      this.write = write;
    }
  }

  private final int share;
  private final List<Step> steps;

  Visit(int share, Step... steps) {
    this.share = share;
    this.steps = List.of(steps);
  }

  int share() {
    return share;
  }

  List<Step> steps() {
    return steps;
  }

  /** How often a write is sent at once, under one key. */
  int copies() {
    return this == CLICKS_TWICE ? 2 : 1;
  }

  int requests() {
    return steps.stream().mapToInt(s -> s.write ? copies() : 1).sum();
  }

  int writes() {
    return steps.stream().mapToInt(s -> s.write ? copies() : 0).sum();
  }
}
