/**
 * An application's side of its database, made to survive a failover. {@link
 * com.trixtech.selfheal.shield.pool.RecoveringPool} is the pool, {@link
 * com.trixtech.selfheal.shield.pool.DatabaseWatch} knows at any moment, without asking, whether the
 * database answers, {@link com.trixtech.selfheal.shield.pool.PoolSettings} has every time-out and
 * why. Nothing here waits at the start of the process, and no wait is without a bound: a hung
 * database is the worst of all, since it refuses nothing. Needs HikariCP and the PostgreSQL driver.
 */
@NullMarked
package com.trixtech.selfheal.shield.pool;

import org.jspecify.annotations.NullMarked;
