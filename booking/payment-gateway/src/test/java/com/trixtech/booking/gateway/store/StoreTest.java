package com.trixtech.booking.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final String SCHEMA =
      "CREATE TABLE IF NOT EXISTS t (n INTEGER PRIMARY KEY) STRICT";

  @TempDir Path directory;

  @Test
  void oneThatFailsInAGroupFailsAloneAndTheOthersAreWritten() throws Exception {
    try (Store store = Store.open(directory, SCHEMA);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var begun = new CountDownLatch(1);
      var busy = new CountDownLatch(1);
      var blocked =
          threads.submit(() ->
              store.write(connection -> {
                begun.countDown();
                try {
                  busy.await();
                } catch (InterruptedException e) {
                  throw new SQLException(e);
                }
                return insert(connection, 0);
              }));
      begun.await(); // so that 0 is written first
      List<Future<Integer>> waiting = new ArrayList<>();
      for (int n = 1; n <= 50; n++) {
        int number = n % 10 == 0 ? 0 : n; // 0 is there already: a primary key is broken
        waiting.add(threads.submit(() -> store.write(connection -> insert(connection, number))));
      }
      busy.countDown();
      assertThat(blocked.get()).isZero();
      for (int n = 1; n <= 50; n++) {
        var call = waiting.get(n - 1);
        if (n % 10 == 0) {
          assertThatThrownBy(call::get)
              .isInstanceOf(ExecutionException.class)
              .hasCauseInstanceOf(StoreFailed.class);
        } else {
          assertThat(call.get()).isEqualTo(n);
        }
      }
      assertThat(store.read(StoreTest::count)).isEqualTo(46);
      assertThat(store.alive()).isTrue();
    }
    try (Store store = Store.open(directory, SCHEMA)) {
      assertThat(store.read(StoreTest::count)).isEqualTo(46);
    }
  }

  @Test
  void aClosedStoreWritesNothing() throws Exception {
    Store store = Store.open(directory, SCHEMA);
    store.close();
    store.close();
    assertThatThrownBy(() -> store.write(connection -> insert(connection, 1)))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("closed");
  }

  private static int insert(Connection connection, int number) throws SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
      insert.setInt(1, number);
      insert.executeUpdate();
      return number;
    }
  }

  private static int count(Connection connection) throws SQLException {
    try (var select = connection.prepareStatement("SELECT count(*) FROM t");
        var row = select.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }
}
