/**
 * The backend's side of its database. In: {@link
 * com.trixtech.booking.backend.database.DatabaseSettings}. Out: a pool for the requests, and a
 * watch that knows at any moment, without asking, whether the database answers. Nothing here blocks
 * the start of the process, and no wait here is longer than three seconds: a hung database is the
 * worst of all, since it refuses nothing.
 */
@NullMarked
package com.trixtech.booking.backend.database;

import org.jspecify.annotations.NullMarked;
