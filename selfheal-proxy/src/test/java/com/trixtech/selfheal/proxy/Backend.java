package com.trixtech.selfheal.proxy;

import com.trixtech.selfheal.proxy.wire.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP/1.1 server on a socket, that can be told to misbehave in the ways that matter. */
final class Backend implements AutoCloseable {
  enum Mode {
    ANSWER,
    ECHO,
    HANG,
    /** Reads a request and closes without a byte. */
    RESET,
    /**
     * Answers the first request of each connection and closes on the next one, as a keep-alive
     * time-out would.
     */
    STALE,
    /** Sends a part of a chunked answer and dies. */
    HALF
  }

  private static final AtomicInteger NUMBER = new AtomicInteger();

  final String uid = "b" + NUMBER.incrementAndGet();
  volatile Mode mode = Mode.ANSWER;
  volatile int status = 200;
  volatile String body = uid;
  volatile boolean chunked;
  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger connections = new AtomicInteger();
  final List<Http.Message> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch dead = new CountDownLatch(1);
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ServerSocket server;

  Backend() throws IOException {
    server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  Endpoint endpoint() {
    return new Endpoint(uid, uid, "127.0.0.1", server.getLocalPort(), "1");
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // killed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new java.io.BufferedInputStream(socket.getInputStream());
      for (int nth = 1; ; nth++) {
        Http.Message request = Http.read(in, false);
        Mode now = mode;
        requests.incrementAndGet();
        if (received.size() < 100) {
          received.add(request);
        }
        if (now == Mode.RESET || (now == Mode.STALE && nth > 1)) {
          return;
        }
        if (now == Mode.HANG) {
          dead.await();
          return;
        }
        if (now == Mode.HALF) {
          write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
          return;
        }
        answer(
            socket,
            request,
            now == Mode.ECHO ? request.body() : body.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException | InterruptedException e) {
      // the connection is over
    } finally {
      sockets.remove(socket);
    }
  }

  private void answer(Socket socket, Http.Message request, byte[] content) throws IOException {
    var out = new java.io.ByteArrayOutputStream();
    String length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + content.length;
    String extra =
        "X-Backend: "
            + uid
            + "\r\nKeep-Alive: timeout=5\r\nConnection: keep-alive, X-Private\r\nX-Private: 1\r\n";
    out.writeBytes(
        ("HTTP/1.1 " + status + " S\r\n" + extra + length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    if (!request.start().startsWith("HEAD")) {
      if (chunked) {
        out.writeBytes(
            (Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(content);
        out.writeBytes(
            (content.length > 0 ? "\r\n0\r\n\r\n" : "\r\n").getBytes(StandardCharsets.US_ASCII));
      } else {
        out.writeBytes(content);
      }
    }
    socket.getOutputStream().write(out.toByteArray());
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Dies as a killed process does: the port refuses, every connection is reset. */
  void kill() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    } catch (IOException e) {
      // it is dead either way
    }
    dead.countDown();
  }

  @Override
  public void close() {
    kill();
  }
}
