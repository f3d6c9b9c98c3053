package com.trixtech.booking.frontend.web;

import com.trixtech.booking.http.Answer;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/**
 * Turns a view into HTML by its template. The templates were compiled with the program; each value
 * is escaped for the place it stands in. Thread-safe.
 */
public final class Renderer {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, null, "com.trixtech.booking.frontend.templates");

  /**
   * @param template the name of its file, without the ending
   */
  public Answer page(int status, String template, Object view) {
    var html = new StringOutput(8 * 1024);
    engine.render(template + ".jte", view, html);
    return Answer.html(status, html.toString());
  }
}
