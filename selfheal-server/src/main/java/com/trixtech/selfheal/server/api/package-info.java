/**
 * The JSON shapes of the control API and of {@code -o json}: stable, described in {@code
 * docs/json.md}.
 *
 * <p>Facts only, immutable and thread-safe. Words (health, cause, remedy, verdict) are the words of
 * the core's enums, carried as text so that an older reader survives a newer word. A field may be
 * added after the others; none is renamed or removed. Times are UTC in ISO 8601.
 */
@NullMarked
package com.trixtech.selfheal.server.api;

import org.jspecify.annotations.NullMarked;
