package com.trixtech.selfheal.manifest.semantics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A server that says byte by byte what a PostgreSQL would; the system's tests ask a real one. */
class PostgresPingTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final CompletableFuture<byte[]> question = new CompletableFuture<>();
  private final CompletableFuture<byte[]> farewell = new CompletableFuture<>();

  private PostgresPing.Answer ask(byte[] answer) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server, answer));
      return PostgresPing.ask("127.0.0.1", server.getLocalPort(), LONG);
    }
  }

  private void serve(ServerSocket server, byte[] answer) {
    try (Socket client = server.accept()) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      int length = in.readInt();
      question.complete(in.readNBytes(length - Integer.BYTES));
      client.getOutputStream().write(answer);
      client.shutdownOutput();
      farewell.complete(in.readAllBytes());
    } catch (IOException e) {
      question.completeExceptionally(e);
      farewell.completeExceptionally(e);
    }
  }

  private static byte[] error(String state, String message) {
    byte[] fields =
        "SFATAL\0VFATAL\0C%s\0M%s\0Fpostmaster.c\0\0"
            .formatted(state, message)
            .getBytes(ISO_8859_1);
    return ByteBuffer.allocate(5 + fields.length)
        .put((byte) 'E')
        .putInt(4 + fields.length)
        .put(fields)
        .array();
  }

  @Test
  void a_server_that_asks_for_a_password_takes_sessions_and_is_left_as_one_does() throws Exception {
    byte[] password = ByteBuffer.allocate(9).put((byte) 'R').putInt(8).putInt(3).array();
    assertThat(ask(password)).isEqualTo(new PostgresPing.Answer(true, "takes sessions"));
    assertThat(ByteBuffer.wrap(question.get()).getInt()).isEqualTo(0x0003_0000);
    assertThat(new String(question.get(), Integer.BYTES, question.get().length - 4, ISO_8859_1))
        .isEqualTo("user\0selfheal\0database\0postgres\0\0");
    assertThat(farewell.get()).containsExactly('X', 0, 0, 0, 4);
  }

  @Test
  void one_that_starts_ends_or_recovers_takes_none() throws IOException {
    assertThat(ask(error("57P03", "the database system is starting up")))
        .isEqualTo(new PostgresPing.Answer(false, "the database system is starting up"));
  }

  @Test
  void a_refusal_of_this_session_is_the_answer_of_a_server_that_works() throws IOException {
    assertThat(ask(error("28000", "no pg_hba.conf entry")).ready()).isTrue();
    assertThat(ask(error("53300", "sorry, too many clients already")))
        .isEqualTo(new PostgresPing.Answer(true, "takes sessions (53300 for this one)"));
  }

  @Test
  void what_speaks_otherwise_or_not_at_all_is_told_apart() {
    assertThatThrownBy(() -> ask("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1)))
        .isInstanceOf(IOException.class)
        .hasMessage("does not answer as a PostgreSQL");
    assertThatThrownBy(() -> ask("Endless nonsense".getBytes(ISO_8859_1)))
        .isInstanceOf(IOException.class)
        .hasMessage("does not answer as a PostgreSQL");
    assertThatThrownBy(() -> ask(new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessage("closed without an answer");
    assertThatThrownBy(() -> ask(new byte[] {'E', 0, 0, 0, 40, 'C'}))
        .isInstanceOf(IOException.class)
        .hasMessage("closed in the middle of its answer");
  }

  @Test
  void one_that_is_stopped_still_takes_the_connection_and_is_no_server_that_works()
      throws IOException {
    try (ServerSocket stopped = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> PostgresPing.ask("127.0.0.1", stopped.getLocalPort(), Duration.ofMillis(50)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void nobody_there_is_said_as_the_system_says_it() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    assertThatThrownBy(() -> PostgresPing.ask("127.0.0.1", port, LONG))
        .isInstanceOf(ConnectException.class);
  }
}
