/**
 * The gateway's durable store: SQLite, one writer, commits in groups. In: work on a connection.
 * Out: its result, after it is on the disk and not before.
 */
@NullMarked
package com.trixtech.booking.gateway.store;

import org.jspecify.annotations.NullMarked;
