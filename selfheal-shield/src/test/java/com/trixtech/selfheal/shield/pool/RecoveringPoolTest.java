package com.trixtech.selfheal.shield.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.booking.postgres.PostgresProcess;
import com.trixtech.selfheal.shield.health.Condition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** On a real PostgreSQL that is killed, frozen and started again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecoveringPoolTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private PostgresProcess postgres;
  private RecoveringPool pool;
  private DatabaseWatch watch;
  private final AtomicInteger prepared = new AtomicInteger();

  @BeforeAll
  void startPostgres(@TempDir Path directory) {
    postgres = PostgresProcess.start(directory);
  }

  @AfterAll
  void stopPostgres() {
    postgres.close();
  }

  @BeforeEach
  void start() throws Exception {
    prepared.set(0);
    pool = RecoveringPool.of(settings(4));
    watch = new DatabaseWatch(settings(4), (_, _) -> prepared.incrementAndGet());
    watch.start();
    await("connected", () -> backendPid() > 0 && watch.state().reachable());
  }

  @AfterEach
  void stop() {
    watch.close();
    pool.close();
  }

  private PoolSettings settings(int size) {
    return PoolSettings.of(
        "bookings", postgres.url(), postgres.user(), postgres.password(), size, "shield-test");
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        if (condition.call()) {
          return;
        }
      } catch (SQLException e) {
        // not yet
      }
      assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(end);
    }
  }

  /** Borrows, asks, gives back. */
  private int backendPid() throws SQLException {
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  @DisplayName(
      "A-102: after kill -9 every broken connection fails at most once and the pool is back by itself")
  void a102_killed() throws Exception {
    Set<Integer> before = new HashSet<>();
    List<Connection> borrowed = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      borrowed.add(pool.getConnection());
    }
    for (Connection connection : borrowed) {
      try (var rows = connection.createStatement().executeQuery("SELECT pg_backend_pid()")) {
        rows.next();
        before.add(rows.getInt(1));
      }
    }
    assertThat(before).hasSize(4);
    for (Connection connection : borrowed) {
      connection.close();
    }

    postgres.kill();
    assertThatThrownBy(this::backendPid).isInstanceOf(SQLException.class);
    await("the watch sees it", () -> !watch.state().reachable());
    assertThat(watch.finding().condition()).isEqualTo(Condition.DOWN);
    assertThat(watch.finding().why()).startsWith("database unreachable for ");

    postgres.restart();
    long back = System.nanoTime();
    int brokenHandedOut = 0;
    while (true) {
      try (Connection connection = pool.getConnection()) {
        try (var rows = connection.createStatement().executeQuery("SELECT pg_backend_pid()")) {
          rows.next();
          assertThat(before).doesNotContain(rows.getInt(1));
          break;
        } catch (SQLException e) {
          brokenHandedOut++;
        }
      } catch (SQLException e) {
        assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(5));
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(5));
    assertThat(brokenHandedOut).as("each at most once").isLessThanOrEqualTo(4);
    for (int i = 0; i < 20; i++) {
      assertThat(backendPid()).isPositive();
    }
    await("the watch sees it", () -> watch.state().reachable());
    assertThat(prepared.get()).as("prepared once, not at each recovery").isEqualTo(1);
  }

  @Test
  @DisplayName(
      "A-105: a frozen server holds a statement and a borrow for a bounded time, and thawing heals")
  void a105_frozen() throws Exception {
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement()) {
      postgres.freeze();
      long began = System.nanoTime();
      assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(5));
    } finally {
      postgres.thaw();
    }
    long thawed = System.nanoTime();
    await("it answers", () -> backendPid() > 0);
    assertThat(Duration.ofNanos(System.nanoTime() - thawed)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void a_slow_statement_is_cancelled_by_the_server_and_its_connection_stays() throws Exception {
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement()) {
      int pid = pid(connection);
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(10)"))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("57014");
      assertThat(pid(connection)).isEqualTo(pid);
    }
  }

  private static int pid(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void a_connection_whose_server_takes_no_writes_any_more_is_evicted() throws Exception {
    int demoted;
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement()) {
      demoted = pid(connection);
      statement.execute("SET default_transaction_read_only = on");
      assertThatThrownBy(() -> statement.execute("CREATE TABLE never (id int)"))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("25006");
    }
    for (int i = 0; i < 30; i++) {
      assertThat(backendPid()).isNotEqualTo(demoted);
    }
  }

  @Test
  void who_waits_in_vain_for_a_connection_is_told_the_pools_numbers() throws Exception {
    try (var tiny = RecoveringPool.of(settings(1));
        Connection only = tiny.getConnection()) {
      assertThat(only.isValid(1)).isTrue();
      assertThatThrownBy(tiny::getConnection)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("bookings - Connection is not available")
          .hasMessageContaining("total=1, active=1, idle=0, waiting=0");
      assertThat(tiny.numbers()).hasToString("total=1, active=1, idle=0, waiting=0, most=1");
    }
  }

  @Test
  @DisplayName(
      "A-103: who tries to connect again waits a random time, so replicas do not march in step")
  void a103_no_stampede() throws Exception {
    var attempts = new ArrayList<Long>();
    var refusing =
        new org.postgresql.ds.PGSimpleDataSource() {
          private static final long serialVersionUID = 1;

          @Override
          public Connection getConnection() throws SQLException {
            attempts.add(System.nanoTime());
            if (attempts.size() > 12) {
              Thread.currentThread().interrupt();
            }
            throw new SQLException("refused", "08001");
          }
        };
    assertThatThrownBy(() -> new RetryingDataSource(refusing).getConnection())
        .hasMessage("refused");
    assertThat(Thread.interrupted()).isTrue();
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < attempts.size(); i++) {
      gaps.add((attempts.get(i) - attempts.get(i - 1)) / 1_000_000);
    }
    assertThat(gaps).allMatch(g -> g >= 50);
    assertThat(new HashSet<>(gaps)).as("random: " + gaps).hasSizeGreaterThan(3);
  }

  @Test
  void nonsense_is_refused() {
    assertThatThrownBy(() -> settings(0))
        .hasMessage("pool bookings, size: 0 (expected: 1 to 1000)");
    assertThatThrownBy(() -> settings(3).withAtRest(4))
        .hasMessage("pool bookings, atRest: 4 (expected: 0 to the size 3)");
    assertThatThrownBy(() ->
            settings(3)
                .withTimes(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2)))
        .hasMessageContaining("statement: PT3S (expected: less than socket PT2S");
    var three =
        PoolSettings.of(
            "bookings",
            "jdbc:postgresql://a:1,b:2,c:3/trixtech?targetServerType=primary",
            "user",
            "password",
            3,
            "shield-test");
    assertThat(three.login()).isEqualTo(Duration.ofSeconds(6));
    assertThatThrownBy(() ->
            three.withTimes(
                three.borrow(), three.statement(), three.socket(), Duration.ofSeconds(4)))
        .hasMessage(
            "pool bookings, login: PT4S (expected: more than PT4S, which a host that hangs may take from the next one)");
    assertThat(settings(3).toString()).doesNotContain(postgres.password());
  }
}
