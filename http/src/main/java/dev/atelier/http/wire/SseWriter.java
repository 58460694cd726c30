package dev.atelier.http.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes server-sent events, one {@code data:} line each, and sends each one at once.
 *
 * <p>Thread-safe: a heartbeat never lands inside an event, however long the event is.
 */
public final class SseWriter {
  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();

  public SseWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes the data of one event; it must not contain a line end. */
  @FunctionalInterface
  public interface Data {
    void writeTo(OutputStream out) throws IOException;
  }

  /** An event with a name; {@code data} may stream an image, block by block. */
  public void event(String name, Data data) throws IOException {
    write("event: " + oneLine(name) + "\ndata: ", data);
  }

  /**
   * An event with a name and an id, which a client that connects again sends back as {@code
   * Last-Event-ID}.
   */
  public void event(String name, String id, Data data) throws IOException {
    write("event: " + oneLine(name) + "\nid: " + oneLine(id) + "\ndata: ", data);
  }

  /** Tells the client how long to wait before it connects again. */
  public void retry(Duration wait) throws IOException {
    write("retry: " + wait.toMillis(), _ -> {});
  }

  /** An event with a name and short data. */
  public void event(String name, String data) throws IOException {
    event(name, out -> out.write(utf8(oneLine(data))));
  }

  /** An event without a name. */
  public void data(Data data) throws IOException {
    write("data: ", data);
  }

  /** An event without a name, such as {@code [DONE]}. */
  public void data(String data) throws IOException {
    data(out -> out.write(utf8(oneLine(data))));
  }

  /** A comment, which every client skips: the heartbeat. */
  public void comment(String text) throws IOException {
    write(": " + oneLine(text), _ -> {});
  }

  private void write(String head, Data data) throws IOException {
    lock.lock();
    try {
      out.write(utf8(head));
      data.writeTo(out);
      out.write(utf8("\n\n"));
      out.flush();
    } finally {
      lock.unlock();
    }
  }

  private static String oneLine(String text) {
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("one line only");
    }
    return text;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
