package com.trixtech.selfheal.kubernetes.journal;

import java.time.Instant;

/**
 * One line of a page.
 *
 * @param sequence its place among all lines of this operator, growing; not without gaps
 * @param text the entry, as JSON
 */
record Line(long sequence, Instant at, String text) {}
