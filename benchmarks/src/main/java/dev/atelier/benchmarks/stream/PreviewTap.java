package dev.atelier.benchmarks.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Stands before an upstream, passes every byte on at once, and notes when the last byte of each
 * answer's first preview passed.
 */
final class PreviewTap implements AutoCloseable {
  private static final byte[] BEGIN = "event: image_generation.partial_image\n".getBytes(US_ASCII);
  private static final byte[] HEAD = "HTTP/1.1 ".getBytes(US_ASCII);
  private static final byte[] END = "\n\n".getBytes(US_ASCII);

  private final ServerSocket server;
  private final URI upstream;
  private final BlockingQueue<Long> passed = new LinkedBlockingQueue<>();

  private PreviewTap(ServerSocket server, URI upstream) {
    this.server = server;
    this.upstream = upstream;
  }

  static PreviewTap before(URI upstream) {
    try {
      var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      var tap = new PreviewTap(server, upstream);
      Thread.ofVirtual().name("tap").start(tap::accept);
      return tap;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  /** When the next first preview had passed, in nanoseconds of the monotonic clock. */
  long next() throws InterruptedException {
    return passed.take();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket behind = new Socket(upstream.getHost(), upstream.getPort());
        client.setTcpNoDelay(true);
        behind.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(() -> pass(client, behind, false));
        Thread.ofPlatform().daemon().start(() -> pass(behind, client, true));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pass(Socket from, Socket to, boolean watched) {
    var answer = new Match(HEAD);
    var begin = new Match(BEGIN);
    var end = new Match(END);
    boolean noted = false;
    boolean inside = false;
    var block = new byte[64 << 10];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        boolean over = false;
        for (int i = 0; watched && i < count; i++) {
          noted &= !answer.ends(block[i]);
          inside |= !noted && begin.ends(block[i]);
          if (inside && end.ends(block[i])) {
            over = true;
            noted = true;
            inside = false;
          }
        }
        out.write(block, 0, count);
        if (over) {
          passed.add(System.nanoTime());
        }
      }
    } catch (IOException e) {
      // one of them has left
    }
  }

  /** Whether the bytes seen so far end with a word none of whose parts repeats its beginning. */
  private static final class Match {
    private final byte[] word;
    private int matched;

    Match(byte[] word) {
      this.word = word;
    }

    boolean ends(byte next) {
      matched = next == word[matched] ? matched + 1 : next == word[0] ? 1 : 0;
      if (matched < word.length) {
        return false;
      }
      matched = 0;
      return true;
    }
  }
}
