package com.trixtech.selfheal.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * HTTP/1.1 by hand on a keep-alive socket: unlike the JDK's clients it never retries behind the
 * test's back.
 */
final class Http implements AutoCloseable {

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Message(String start, Map<String, String> headers, byte[] body) {
    int status() {
      return Integer.parseInt(start.split(" ", 3)[1]);
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  final Socket socket;
  private final InputStream in;

  Http(String host, int port) throws IOException {
    socket = new Socket(host, port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(15_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  Message get(String path) throws IOException {
    return send("GET", path, "", new byte[0]);
  }

  Message post(String path, String headers, String body) throws IOException {
    return send("POST", path, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  Message send(String method, String path, String headers, byte[] body) throws IOException {
    String length =
        body.length > 0 || method.equals("POST") ? "Content-Length: " + body.length + "\r\n" : "";
    var out = new ByteArrayOutputStream();
    out.writeBytes(
        (method + " " + path + " HTTP/1.1\r\nHost: test\r\n" + length + headers + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(body);
    socket.getOutputStream().write(out.toByteArray());
    return receive(method.equals("HEAD"));
  }

  void write(String raw) throws IOException {
    socket.getOutputStream().write(raw.getBytes(StandardCharsets.US_ASCII));
  }

  Message receive(boolean head) throws IOException {
    Message message = read(in, head);
    return message.status() == 100 ? read(in, head) : message;
  }

  static Message read(InputStream in, boolean head) throws IOException {
    String start = line(in);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (a, b) -> a + "," + b);
    }
    var body = new ByteArrayOutputStream();
    if ("chunked".equals(headers.get("transfer-encoding")) && !head) {
      for (int size = Integer.parseInt(line(in), 16);
          size > 0;
          size = Integer.parseInt(line(in), 16)) {
        body.writeBytes(exactly(in, size));
        line(in);
      }
      line(in);
    } else if (!head) {
      body.writeBytes(exactly(in, Integer.parseInt(headers.getOrDefault("content-length", "0"))));
    }
    return new Message(start, headers, body.toByteArray());
  }

  private static byte[] exactly(InputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("body: " + bytes.length + " bytes (expected: " + size + ")");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("connection closed by peer");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
