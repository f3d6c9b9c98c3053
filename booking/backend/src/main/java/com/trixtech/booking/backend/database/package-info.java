/**
 * The backend's side of its database, as far as it is not the shield's: the schema, and how
 * transactions are run. In: a pool. Out: work that is done whole or not at all.
 */
@NullMarked
package com.trixtech.booking.backend.database;

import org.jspecify.annotations.NullMarked;
