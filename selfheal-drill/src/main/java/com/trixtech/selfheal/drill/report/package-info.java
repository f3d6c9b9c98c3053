/**
 * Writes a drill down: JSON for programs, Markdown and one self-contained HTML page for people, the
 * timeline line by line, and the catalogue as {@code docs/drills.md}.
 *
 * <p>In: a {@link com.trixtech.selfheal.drill.evidence.DrillSeries} or the catalogue. Out: text and
 * files. Judges nothing.
 */
@NullMarked
package com.trixtech.selfheal.drill.report;

import org.jspecify.annotations.NullMarked;
