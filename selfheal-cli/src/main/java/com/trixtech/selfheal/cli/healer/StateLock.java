package com.trixtech.selfheal.cli.healer;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One healer for each state. The kernel lets go of it when the healer ends, however it ends. */
final class StateLock implements AutoCloseable {
  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  static StateLock take(Path state) throws IOException {
    Files.createDirectories(state);
    FileChannel channel =
        FileChannel.open(in(state), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new CommandFailure(
          ExitCode.ALREADY_RUNNING,
          "state: " + state + " has a healer already (expected: one healer for each state)",
          "see ./selfheal status, or use another --state");
    }
    return new StateLock(channel);
  }

  static Path in(Path state) {
    return state.resolve("healer.lock");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
