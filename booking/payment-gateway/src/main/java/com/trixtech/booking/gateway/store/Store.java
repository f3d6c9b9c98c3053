package com.trixtech.booking.gateway.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * A SQLite database with one writing thread. Thread-safe.
 *
 * <p>What waits to be written goes into one transaction and one flush to the disk ({@code
 * synchronous=FULL}), so the rate of charges is not the rate of flushes; nobody is answered before
 * the flush. As all writes run on one thread, each sees all that was written before it, and two for
 * one key can never both be the first. Reads see what is committed, and wait for no write.
 */
public final class Store implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Store.class.getName());

  /** More would make the first of a group wait for too many others. */
  private static final int LARGEST_GROUP = 256;

  /** Something to do on a connection. It must not commit. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private final Connection writing;
  private final Connection reading;
  private final ReentrantLock oneReader = new ReentrantLock();
  private final LinkedBlockingQueue<Waiting<?>> queue = new LinkedBlockingQueue<>();
  private final Thread writer = new Thread(this::write, "store");
  private boolean closed;

  /** Opens the database in this directory, and makes both if they are not there. */
  public static Store open(Path directory, String schema) throws StoreFailed {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be made", e);
    }
    // The library of the driver goes where we may write; it removes what a kill has left there.
    System.setProperty("org.sqlite.tmpdir", directory.toString());
    String url = "jdbc:sqlite:" + directory.resolve("payments.db");
    try {
      return new Store(url, schema);
    } catch (SQLException e) {
      throw new StoreFailed(url + " cannot be opened: " + e.getMessage(), e);
    }
  }

  private Store(String url, String schema) throws SQLException {
    writing = connect(url);
    try (Statement statement = writing.createStatement()) {
      statement.executeUpdate(schema);
    }
    writing.setAutoCommit(false);
    reading = connect(url);
    writer.start();
  }

  private static Connection connect(String url) throws SQLException {
    var config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setBusyTimeout(5000);
    return DriverManager.getConnection(url, config.toProperties());
  }

  /** Runs the work within a transaction; returns when that is on the disk. */
  public <T> T write(Work<T> work) throws StoreFailed, InterruptedException {
    var waiting = new Waiting<>(work);
    synchronized (queue) {
      if (closed) {
        throw new StoreFailed("the store is closed (expected: open)", null);
      }
      queue.add(waiting);
    }
    try {
      return waiting.done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw new StoreFailed("not written: " + sql.getMessage(), sql);
      }
      throw new IllegalStateException("work for the store failed", e.getCause());
    }
  }

  /** Runs the work on what is committed. */
  public <T> T read(Work<T> work) throws StoreFailed {
    oneReader.lock();
    try {
      return work.on(reading);
    } catch (SQLException e) {
      throw new StoreFailed("not read: " + e.getMessage(), e);
    } finally {
      oneReader.unlock();
    }
  }

  /** Whether the thread that writes still does: without it every write would wait for ever. */
  public boolean alive() {
    return writer.isAlive();
  }

  private void write() {
    List<Waiting<?>> group = new ArrayList<>();
    try {
      while (true) {
        group.add(queue.take());
        queue.drainTo(group, LARGEST_GROUP - 1);
        boolean last = group.removeIf(w -> w == END);
        if (!commit(group) && group.size() > 1) {
          // One that fails must not fail the others.
          group.forEach(w -> commit(List.of(w)));
        }
        group.clear();
        if (last) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when nothing of the group is written, and for a group of one its caller knows. */
  private boolean commit(List<Waiting<?>> group) {
    try {
      for (Waiting<?> waiting : group) {
        waiting.run(writing);
      }
      writing.commit();
    } catch (SQLException | RuntimeException e) {
      try {
        writing.rollback();
      } catch (SQLException again) {
        e.addSuppressed(again);
      }
      if (group.size() == 1) {
        LOG.warning("not written: " + e);
        group.getFirst().done.completeExceptionally(e);
      }
      return false;
    }
    group.forEach(Waiting::tell);
    return true;
  }

  private static final Waiting<?> END = new Waiting<>(_ -> "");

  private static final class Waiting<T> {
    final CompletableFuture<T> done = new CompletableFuture<>();
    private final Work<T> work;
    private @Nullable T result;

    Waiting(Work<T> work) {
      this.work = work;
    }

    void run(Connection connection) throws SQLException {
      result = work.on(connection);
    }

    void tell() {
      done.complete(result);
    }
  }

  /** Writes what waits, then closes. */
  @Override
  public void close() {
    synchronized (queue) {
      if (closed) {
        return;
      }
      closed = true;
      queue.add(END);
    }
    try {
      writer.join();
      reading.close();
      writing.close();
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "the store did not close well", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
