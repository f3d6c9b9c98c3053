/**
 * How the control API's records look on a terminal of 80 columns.
 *
 * <p>In: records and a {@link com.trixtech.selfheal.cli.text.Style}. Out: lines of text. Pure and
 * thread-safe: nothing here writes to a terminal, reads a clock or asks the healer. Colour is never
 * the only carrier of a meaning; an icon and a word say it too.
 */
@NullMarked
package com.trixtech.selfheal.cli.text;

import org.jspecify.annotations.NullMarked;
