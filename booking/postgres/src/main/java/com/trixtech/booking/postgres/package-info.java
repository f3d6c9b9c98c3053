/**
 * PostgreSQL as a process of this machine.
 *
 * <p>In: the archive of PostgreSQL binaries that the build put into {@code target/lib}, and the
 * environment of a PostgreSQL container image. Out: an unpacked server in the cache, and a running
 * postmaster. The commands are the scripts in {@code bin/}; the Java here unpacks for them, and
 * starts them for whoever needs a database for a while (tests, the training run of the backend's
 * AOT cache).
 */
@NullMarked
package com.trixtech.booking.postgres;

import org.jspecify.annotations.NullMarked;
