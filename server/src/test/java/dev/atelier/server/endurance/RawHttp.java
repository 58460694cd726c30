package dev.atelier.server.endurance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The least of an HTTP/1.1 client: a connection for each request, blocking, cheap on virtual
 * threads. It does not ask the server to close, so that every answer has a length or chunks and one
 * that is cut short is an {@link IOException}.
 */
public final class RawHttp {
  private static final int SILENCE_MILLIS_MAX = 120_000;
  private static final int BLOCK_BYTES = 16 << 10;

  private final URI server;
  private final String key;

  RawHttp(URI server, String key) {
    this.server = server;
    this.key = key;
  }

  public Answer get(String path) throws IOException {
    return exchange("GET", path, new byte[0], Map.of());
  }

  Answer delete(String path) throws IOException {
    return exchange("DELETE", path, new byte[0], Map.of());
  }

  public Answer post(String path, String json, Map<String, String> headers) throws IOException {
    return exchange("POST", path, json.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** The answer with its body written to {@code out} instead. */
  Answer post(String path, String json, OutputStream out) throws IOException {
    return exchange("POST", path, json.getBytes(StandardCharsets.UTF_8), Map.of(), out);
  }

  private Answer exchange(String method, String path, byte[] body, Map<String, String> headers)
      throws IOException {
    var out = new ByteArrayOutputStream();
    Answer head = exchange(method, path, body, headers, out);
    return new Answer(head.status(), head.headers(), out.toByteArray());
  }

  /** Sends half of a request; the rest goes with {@link HalfSent#finish}. */
  HalfSent begin(String path, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    int half = body.length / 2;
    Socket socket = connect();
    OutputStream out = socket.getOutputStream();
    out.write(head("POST", path, body.length, Map.of()));
    out.write(body, 0, half);
    out.flush();
    return new HalfSent(socket, Arrays.copyOfRange(body, half, body.length));
  }

  private Answer exchange(
      String method, String path, byte[] body, Map<String, String> headers, OutputStream out)
      throws IOException {
    try (var socket = connect()) {
      OutputStream to = socket.getOutputStream();
      to.write(head(method, path, body.length, headers));
      to.write(body);
      to.flush();
      return receive(socket.getInputStream(), out);
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    try {
      socket.setSoTimeout(SILENCE_MILLIS_MAX);
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), SILENCE_MILLIS_MAX);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Answer receive(InputStream from, OutputStream out) throws IOException {
    var in = new BufferedInputStream(from, BLOCK_BYTES);
    int status = Integer.parseInt(line(in).split(" ")[1]);
    Map<String, String> answered = headers(in);
    body(in, answered, out);
    return new Answer(status, answered, new byte[0]);
  }

  private byte[] head(String method, String path, int bytes, Map<String, String> headers) {
    var head = new StringBuilder();
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(server.getAuthority()).append("\r\n");
    head.append("Authorization: Bearer ").append(key).append("\r\n");
    head.append("Content-Type: application/json\r\n");
    head.append("Content-Length: ").append(bytes).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("\r\n");
    return head.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    var headers = new HashMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static void body(InputStream in, Map<String, String> headers, OutputStream out)
      throws IOException {
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      int length;
      do {
        length = Integer.parseInt(line(in), 16);
        copy(in, length, out);
        line(in);
      } while (length > 0);
    } else {
      copy(in, Long.parseLong(headers.getOrDefault("content-length", "0")), out);
    }
  }

  private static void copy(InputStream in, long bytes, OutputStream out) throws IOException {
    byte[] block = new byte[(int) Math.min(BLOCK_BYTES, bytes)];
    long left = bytes;
    while (left > 0) {
      int read = in.read(block, 0, (int) Math.min(block.length, left));
      if (read < 0) {
        throw new EOFException(left + " bytes of the answer are missing");
      }
      out.write(block, 0, read);
      left -= read;
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the answer is cut short after: " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** A request whose body the server is still waiting for. */
  record HalfSent(Socket socket, byte[] rest) implements AutoCloseable {
    Answer finish() throws IOException {
      socket.getOutputStream().write(rest);
      socket.getOutputStream().flush();
      var out = new ByteArrayOutputStream();
      Answer head = receive(socket.getInputStream(), out);
      return new Answer(head.status(), head.headers(), out.toByteArray());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
