package com.trixtech.booking.frontend.pages;

import java.util.List;

/** A few sentences, and where to go from here. Immutable. */
public record MessageView(
    Frame frame, String title, List<String> paragraphs, List<Action> actions) {

  /** A link that looks like a button. */
  public record Action(String text, String address) {}

  public MessageView {
    paragraphs = List.copyOf(paragraphs);
    actions = List.copyOf(actions);
  }
}
