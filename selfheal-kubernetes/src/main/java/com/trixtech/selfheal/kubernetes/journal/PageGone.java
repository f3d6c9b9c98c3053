package com.trixtech.selfheal.kubernetes.journal;

/** The namespace of a page is gone or going: nothing can be written there any more. */
final class PageGone extends RuntimeException {
  private static final long serialVersionUID = 1;

  PageGone(PageName page, Throwable cause) {
    super(page + ": its namespace is gone", cause);
  }
}
