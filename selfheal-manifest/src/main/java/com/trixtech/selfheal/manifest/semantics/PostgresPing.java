package com.trixtech.selfheal.manifest.semantics;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks a PostgreSQL whether it takes sessions, as {@code pg_isready} does: it begins one, and any
 * answer but "cannot connect now" (SQLSTATE 57P03: it starts, ends or recovers) is a yes, a refused
 * user among them. No password is needed and no session comes to be. A server that was stopped is
 * told from one that works, which a connection alone cannot: its kernel still takes those.
 *
 * <p>Messages: PostgreSQL's documentation, "Message Formats" (protocol 3.0). Stateless;
 * thread-safe.
 */
public final class PostgresPing {
  private static final int PROTOCOL = 3 << 16;
  private static final String CANNOT_CONNECT_NOW = "57P03";

  /** An error has some hundred bytes; what says that it is longer speaks another protocol. */
  private static final int LONGEST = 30_000;

  private PostgresPing() {}

  /** What the server said. */
  public record Answer(boolean ready, String detail) {}

  /**
   * Asks once; blocks for {@code timeout} at most.
   *
   * @throws IOException when there is no connection or no answer in time, or the answer is not
   *     PostgreSQL's
   */
  public static Answer ask(String host, int port, Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), left(deadline));
      socket.getOutputStream().write(startup());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      socket.setSoTimeout(left(deadline));
      int kind = in.read();
      if (kind == 'R') {
        socket.getOutputStream().write(new byte[] {'X', 0, 0, 0, 4}); // it leaves as one does
        return new Answer(true, "takes sessions");
      }
      if (kind != 'E') {
        throw new IOException(
            kind < 0 ? "closed without an answer" : "does not answer as a PostgreSQL");
      }
      return refused(new String(rest(socket, in, deadline), StandardCharsets.UTF_8));
    }
  }

  private static byte[] startup() throws IOException {
    ByteArrayOutputStream parameters = new ByteArrayOutputStream();
    for (String word : new String[] {"user", "selfheal", "database", "postgres", ""}) {
      text(parameters, word);
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(message);
    out.writeInt(2 * Integer.BYTES + parameters.size());
    out.writeInt(PROTOCOL);
    parameters.writeTo(out);
    return message.toByteArray();
  }

  private static void text(OutputStream out, String word) throws IOException {
    out.write(word.getBytes(StandardCharsets.UTF_8));
    out.write(0);
  }

  private static byte[] rest(Socket socket, DataInputStream in, long deadline) throws IOException {
    socket.setSoTimeout(left(deadline));
    int length = in.readInt() - Integer.BYTES;
    if (length < 0 || length > LONGEST) {
      throw new IOException("does not answer as a PostgreSQL");
    }
    byte[] body = new byte[length];
    for (int at = 0; at < length; ) {
      socket.setSoTimeout(left(deadline));
      int read = in.read(body, at, length - at);
      if (read < 0) {
        throw new IOException("closed in the middle of its answer");
      }
      at += read;
    }
    return body;
  }

  /** Fields of one letter and a text each, ended by a zero byte. */
  private static Answer refused(String fields) {
    String state = "";
    String message = "";
    for (String field : fields.split("\0")) {
      if (field.startsWith("C")) {
        state = field.substring(1);
      } else if (field.startsWith("M")) {
        message = field.substring(1);
      }
    }
    return state.equals(CANNOT_CONNECT_NOW)
        ? new Answer(false, message)
        : new Answer(true, "takes sessions (" + state + " for this one)");
  }

  private static int left(long deadline) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }
}
