package com.trixtech.selfheal.shield.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/**
 * A HikariCP pool that is back within a fraction of a second after its database is. Thread-safe.
 *
 * <ul>
 *   <li>Connections are made by a source that keeps trying every 50 to 150 ms: HikariCP's own pause
 *       grows to 5 s.
 *   <li>A connection that broke, or whose server was demoted, is evicted: {@link
 *       BrokenConnections}.
 *   <li>A caller waits a bounded time, and is told the pool's numbers when it waited in vain.
 *   <li>Making it opens no connection and does not wait for a database.
 * </ul>
 */
public final class RecoveringPool extends HikariDataSource {
  private final RetryingDataSource source;
  private final PoolSettings settings;

  private RecoveringPool(HikariConfig config, RetryingDataSource source, PoolSettings settings) {
    super(config);
    this.source = source;
    this.settings = settings;
  }

  public static RecoveringPool of(PoolSettings settings) {
    var source = new RetryingDataSource(settings.requestSource());
    var config = new HikariConfig();
    config.setPoolName(settings.name());
    config.setDataSource(source);
    config.setMaximumPoolSize(settings.size());
    config.setMinimumIdle(settings.atRest());
    config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
    config.setMaxLifetime(Duration.ofMinutes(5).toMillis());
    config.setKeepaliveTime(Duration.ofSeconds(30).toMillis());
    config.setConnectionTimeout(settings.borrow().toMillis());
    config.setValidationTimeout(Math.max(250, settings.borrow().toMillis() / 2));
    config.setInitializationFailTimeout(-1);
    config.setExceptionOverride(new BrokenConnections());
    return new RecoveringPool(config, source, settings);
  }

  public PoolSettings settings() {
    return settings;
  }

  /** Connections now: total, active, idle, and threads that wait for one. */
  public PoolNumbers numbers() {
    var pool = getHikariPoolMXBean();
    return new PoolNumbers(
        pool.getTotalConnections(),
        pool.getActiveConnections(),
        pool.getIdleConnections(),
        pool.getThreadsAwaitingConnection(),
        settings.size());
  }

  @Override
  public void close() {
    source.stop();
    super.close();
  }
}
