package dev.atelier.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * Echoes each JSON message whose {@code say} is a text; {@code "flood": n} is answered by n large
 * messages, {@code "admit"} by being let in, {@code "wait"} by being busy from then on.
 */
final class EchoSockets implements SocketHandler {
  final BlockingQueue<SocketListener> closed = new LinkedBlockingQueue<>();
  final AtomicInteger received = new AtomicInteger();
  final AtomicInteger written = new AtomicInteger();
  volatile long spooled;

  @Override
  public Opening open(Exchange upgrade) {
    return Echo::new;
  }

  private final class Echo implements SocketListener {
    private final SocketPeer client;
    private volatile boolean busy;

    Echo(SocketPeer client) {
      this.client = client;
    }

    @Override
    public void message(InputStream text) throws IOException {
      long[] bytes = {0};
      FieldSpool spool = _ -> Optional.of(counting(bytes));
      JsonNode json = JsonReader.parse(text, JsonLimits.DEFAULT, spool);
      spooled = bytes[0];
      busy |= json.has("wait");
      if (json.has("admit")) {
        client.admit();
      }
      if (json.has("boom")) {
        throw new IllegalStateException("boom");
      }
      for (int i = 0; i < json.path("flood").asInt(0); i++) {
        client.send(large());
      }
      if (json.has("say")) {
        client.send(heard(json.path("say").asString()));
      }
    }

    private SocketMessage heard(String say) {
      SocketMessage plain = SocketMessage.of(say);
      return new SocketMessage() {
        @Override
        public int heldBytes() {
          return plain.heldBytes();
        }

        @Override
        public void write(OutputStream out) throws IOException {
          plain.write(out);
        }

        @Override
        public void received() {
          received.incrementAndGet();
        }
      };
    }

    private SocketMessage large() {
      return new SocketMessage() {
        @Override
        public int heldBytes() {
          return 100;
        }

        @Override
        public void write(OutputStream out) throws IOException {
          byte[] block = "x".repeat(1 << 14).getBytes(UTF_8);
          for (int i = 0; i < 64; i++) {
            out.write(block);
          }
          written.incrementAndGet();
        }
      };
    }

    @Override
    public boolean busy() {
      return busy;
    }

    @Override
    public void closed() {
      closed.add(this);
    }
  }

  private static OutputStream counting(long[] bytes) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        bytes[0]++;
      }

      @Override
      public void write(byte[] source, int offset, int length) {
        bytes[0] += length;
      }
    };
  }
}
