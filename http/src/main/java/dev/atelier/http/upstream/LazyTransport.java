package dev.atelier.http.upstream;

import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One that is opened for its first call: it would slow the start of whoever makes none. */
final class LazyTransport implements Transport {
  private final Supplier<Transport> opens;
  private @Nullable Transport opened;
  private boolean closed;

  LazyTransport(Supplier<Transport> opens) {
    this.opens = opens;
  }

  @Override
  public <T> T call(UpstreamRequest request, CallProgress progress, UpstreamClient.Reader<T> reader)
      throws IOException {
    return opened().call(request, progress, reader);
  }

  @Override
  public synchronized boolean connected(URI uri) {
    return opened != null && opened.connected(uri);
  }

  private synchronized Transport opened() {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
    Transport transport = opened;
    if (transport == null) {
      transport = opens.get();
      opened = transport;
    }
    return transport;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (opened != null) {
      opened.close();
    }
  }
}
