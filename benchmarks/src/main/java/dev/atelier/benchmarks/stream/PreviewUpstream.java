package dev.atelier.benchmarks.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * An upstream that answers every order with a stream of two previews and a picture, 1024x1024 PNG,
 * a while after one another, and notes when the last byte of each answer's first preview has left.
 * It costs next to nothing, so that it disturbs neither the server nor the client.
 */
final class PreviewUpstream implements AutoCloseable {
  private static final int EDGE = 1024;
  private static final int CHUNK_BYTES = 64 << 10;
  private static final int WAIT_SECONDS = 30;
  private static final long GAP_MILLIS = 60;
  private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);

  private final Listener listener;
  private final List<byte[]> events;
  private final BlockingQueue<Long> left = new LinkedBlockingQueue<>();

  private PreviewUpstream(List<byte[]> events) throws IOException {
    this.events = events;
    this.listener =
        Listener.start(
            "preview upstream", caller -> Thread.ofPlatform().daemon().start(() -> serve(caller)));
  }

  /**
   * @param noise 0 to 255: how far the pictures' pixels differ by chance, which decides how many
   *     bytes they have
   */
  static PreviewUpstream start(int noise) throws IOException {
    var random = new Random(1);
    List<String> pictures = Stream.generate(() -> picture(random, noise)).limit(3).toList();
    List<byte[]> events =
        List.of(
            event("partial_image", pictures.get(0), "\"partial_image_index\":0"),
            event("partial_image", pictures.get(1), "\"partial_image_index\":1"),
            event(
                "completed", pictures.get(2), "\"size\":\"1024x1024\",\"output_format\":\"png\""));
    return new PreviewUpstream(events);
  }

  URI uri(String path) {
    return listener.uri(path);
  }

  /** Bytes of the first preview's event. */
  int previewBytes() {
    return events.getFirst().length;
  }

  /** When the next first preview had left, in nanoseconds of the monotonic clock. */
  long next() throws InterruptedException {
    Long at = left.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (at == null) {
      throw new IllegalStateException("no order came");
    }
    return at;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve(Socket caller) {
    try (caller;
        InputStream in = new BufferedInputStream(caller.getInputStream());
        OutputStream out = caller.getOutputStream()) {
      caller.setTcpNoDelay(true);
      for (String request = readRequest(in); !request.isEmpty(); request = readRequest(in)) {
        if (request.startsWith("POST ")) {
          answer(out);
        } else {
          out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
        }
      }
    } catch (IOException e) {
      // the caller has left
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(OutputStream out) throws IOException, InterruptedException {
    out.write(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
            .getBytes(US_ASCII));
    send(events.getFirst(), out);
    left.add(System.nanoTime());
    for (byte[] event : events.subList(1, events.size())) {
      send(event, out);
    }
    out.write("0\r\n\r\n".getBytes(US_ASCII));
  }

  private static void send(byte[] event, OutputStream out)
      throws IOException, InterruptedException {
    Thread.sleep(GAP_MILLIS);
    for (int at = 0; at < event.length; at += CHUNK_BYTES) {
      int length = Math.min(CHUNK_BYTES, event.length - at);
      out.write((Integer.toHexString(length) + "\r\n").getBytes(US_ASCII));
      out.write(event, at, length);
      out.write(LINE_END);
    }
  }

  /** Reads one request with its body; returns its first line, empty where none comes. */
  private static String readRequest(InputStream in) throws IOException {
    String first = line(in);
    long length = 0;
    for (String line = first; !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Long.parseLong(line.substring(15).trim());
      }
    }
    in.skipNBytes(length);
    return first;
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toString(US_ASCII).trim();
  }

  private static byte[] event(String kind, String picture, String more) {
    String type = "image_generation." + kind;
    return "event: %s\ndata: {\"type\":\"%s\",\"b64_json\":\"%s\",\"created_at\":1,%s}\n\n"
        .formatted(type, type, picture, more)
        .getBytes(US_ASCII);
  }

  /** A gradient with noise. */
  private static String picture(Random random, int noise) {
    var pixels = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < EDGE; y++) {
      for (int x = 0; x < EDGE; x++) {
        int grey = Math.min(255, (x + y) / 8 + random.nextInt(noise + 1));
        pixels.setRGB(x, y, grey << 16 | grey << 8 | random.nextInt(noise + 1));
      }
    }
    var png = new ByteArrayOutputStream();
    try {
      ImageIO.write(pixels, "png", png);
    } catch (IOException e) {
      throw new IllegalStateException("memory takes every byte", e);
    }
    return Base64.getEncoder().encodeToString(png.toByteArray());
  }
}
