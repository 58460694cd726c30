package dev.atelier.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server on a loopback port that answers what a test tells it to, broken answers
 * included: its handler may write any bytes, pause, reset or close. Keeps what it received.
 */
public final class ScriptedHttp implements AutoCloseable {
  private final ServerSocket server;
  private final Handler handler;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Thread acceptor = Thread.ofVirtual().name("scripted-http").unstarted(this::accept);

  private ScriptedHttp(ServerSocket server, Handler handler) {
    this.server = server;
    this.handler = handler;
  }

  public static ScriptedHttp start(Handler handler) {
    try {
      var server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
      var scripted = new ScriptedHttp(server, handler);
      scripted.acceptor.start();
      return scripted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Such as {@code http://127.0.0.1:4711}, without a slash at its end. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Every request so far, in the order they were read. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** Once it returns, a connection is refused: the port is open as long as it is waited at. */
  @Override
  public void close() {
    try {
      server.close();
      acceptor.join();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().name("scripted-http").start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        Received request = read(in);
        if (request == null) {
          return;
        }
        received.add(request);
        handler.answer(request, new Reply(socket));
      }
    } catch (IOException e) {
      // the client is gone, or the script wants it to be
    } finally {
      open.remove(socket);
    }
  }

  private static @Nullable Received read(InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    var headers = new TreeMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("no HTTP, such as the beginning of TLS");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String[] words = first.split(" ");
    if (words.length < 2) {
      throw new IOException("no HTTP/1.1, such as what HTTP/2 begins with");
    }
    return new Received(words[0], words[1], headers, body(in, headers));
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      var body = new ByteArrayOutputStream();
      for (int size = size(in); size > 0; size = size(in)) {
        body.write(in.readNBytes(size));
        line(in);
      }
      line(in);
      return body.toByteArray();
    }
    return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in).replaceAll(";.*", "").strip(), 16);
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.write(c);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  /** Answers one request. */
  @FunctionalInterface
  public interface Handler {
    void answer(Received request, Reply reply) throws IOException;
  }

  /**
   * A request.
   *
   * @param target path and query
   * @param headers names in lower case
   */
  public record Received(String method, String target, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, UTF_8);
    }

    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    public String path() {
      return target.replaceAll("\\?.*", "");
    }
  }

  /** What is written back. */
  public static final class Reply {
    private final Socket socket;

    private Reply(Socket socket) {
      this.socket = socket;
    }

    /** A whole JSON answer; headers as name, value, name, value. */
    public void json(int status, String body, String... headers) throws IOException {
      bytes(status, "application/json", body.getBytes(UTF_8), headers);
    }

    /** A whole answer. */
    public void bytes(int status, String type, byte[] body, String... headers) throws IOException {
      head(status, type, List.of("Content-Length", Integer.toString(body.length)), headers);
      out().write(body);
      out().flush();
    }

    /** The head of an answer whose body ends with the connection. */
    public void open(int status, String type, String... headers) throws IOException {
      head(status, type, List.of("Connection", "close"), headers);
      out().flush();
    }

    /** The head of an answer in chunks. */
    public void chunked(int status, String type, String... headers) throws IOException {
      head(status, type, List.of("Transfer-Encoding", "chunked"), headers);
      out().flush();
    }

    public void chunk(String text) throws IOException {
      chunk(text.getBytes(UTF_8));
    }

    public void chunk(byte[] bytes) throws IOException {
      out().write((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
      out().write(bytes);
      out().write("\r\n".getBytes(ISO_8859_1));
      out().flush();
    }

    public void lastChunk() throws IOException {
      out().write("0\r\n\r\n".getBytes(ISO_8859_1));
      out().flush();
    }

    /** Bytes as they are. */
    public void raw(byte[] bytes) throws IOException {
      out().write(bytes);
      out().flush();
    }

    public void close() throws IOException {
      socket.close();
    }

    /** Ends the connection by a reset. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    private void head(int status, String type, List<String> framing, String... headers)
        throws IOException {
      var head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
      head.append("Content-Type: ").append(type).append("\r\n");
      pairs(head, framing);
      pairs(head, List.of(headers));
      out().write(head.append("\r\n").toString().getBytes(ISO_8859_1));
    }

    private static void pairs(StringBuilder head, List<String> pairs) {
      for (int i = 0; i < pairs.size(); i += 2) {
        head.append(pairs.get(i)).append(": ").append(pairs.get(i + 1)).append("\r\n");
      }
    }

    private OutputStream out() throws IOException {
      return socket.getOutputStream();
    }
  }
}
