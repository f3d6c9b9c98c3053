package com.trixtech.selfheal.kubernetes.journal;

/**
 * Nothing can be written on a page any more, whatever is tried again: its namespace is gone or
 * going, or the API server refuses it, as a quota of that namespace does.
 */
final class PageRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  PageRefused(PageName page, Throwable cause) {
    super(page + ": refused: " + cause.getMessage(), cause);
  }
}
