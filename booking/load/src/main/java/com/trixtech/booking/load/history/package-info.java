/**
 * What the guests of a run did and were told: every write, with its invocation and its completion.
 * In: the guests' calls. Out: a {@link com.trixtech.booking.load.history.History} to hold against
 * the books of backend and provider, and its lines in a file.
 *
 * <p>Knows nothing of how calls are sent. A call without a completion is unknown, never assumed.
 */
@NullMarked
package com.trixtech.booking.load.history;

import org.jspecify.annotations.NullMarked;
