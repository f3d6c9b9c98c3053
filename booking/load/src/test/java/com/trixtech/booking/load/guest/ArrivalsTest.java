package com.trixtech.booking.load.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the load asks of the machine that it runs on. */
class ArrivalsTest {
  @TempDir private Path directory;

  @Test
  void a_write_protected_filesystem_is_enough() throws Exception {
    VertxOptions options = Arrivals.options();
    assertThat(options.getFileSystemOptions().isFileCachingEnabled()).isFalse();
    assertThat(options.getFileSystemOptions().isClassPathResolvingEnabled()).isFalse();

    options.getFileSystemOptions().setFileCacheDir(directory.resolve("cache").toString());
    Vertx vertx = Vertx.vertx(options);
    vertx.close().await(10, TimeUnit.SECONDS);

    assertThat(directory).isEmptyDirectory();
  }
}
