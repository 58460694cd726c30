package dev.atelier.http.upstream;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The open connections and how many calls are on each. An origin gets one more where those that it
 * has are full; one is opened at a time, and whoever comes meanwhile waits for it.
 */
final class Http2Connections implements AutoCloseable {
  private final Http2Connector connector;
  private final Map<Http2Connection, Load> open = new LinkedHashMap<>();
  private final Map<Http2Origin, CompletableFuture<Boolean>> opening = new HashMap<>();

  Http2Connections(Http2Connector connector) {
    this.connector = connector;
  }

  /**
   * A connection for one call.
   *
   * @param reused whether it has carried calls before
   */
  record Taken(Http2Connection connection, boolean reused) {}

  /**
   * Takes one, until {@link #release}.
   *
   * @param until by {@link System#nanoTime}
   */
  Taken take(Http2Origin origin, long until) throws IOException {
    while (true) {
      var mine = new CompletableFuture<Boolean>();
      @Nullable CompletableFuture<Boolean> another;
      synchronized (this) {
        Optional<Taken> free = free(origin);
        if (free.isPresent()) {
          return free.get();
        }
        another = opening.putIfAbsent(origin, mine);
      }
      if (another == null) {
        return opened(origin, mine, until);
      }
      Awaited.result(another, until);
    }
  }

  /** Whether one is open that takes a call. */
  synchronized boolean open(Http2Origin origin) {
    return usable(origin).isPresent();
  }

  synchronized void release(Http2Connection connection) {
    Load load = open.get(connection);
    if (load != null && --load.calls == 0 && connection.closing()) {
      open.remove(connection);
      connection.closeWhenIdle();
    }
  }

  /** It takes no more calls, and those on it take their time. */
  synchronized void closing(Http2Connection connection) {
    Load load = open.get(connection);
    if (load != null && load.calls > 0) {
      connection.keepOpen();
    } else {
      open.remove(connection);
    }
  }

  /** Whether no call is on it, so that it can be closed. */
  synchronized boolean retire(Http2Connection connection) {
    Load load = open.get(connection);
    boolean unused = load == null || load.calls == 0;
    if (unused) {
      open.remove(connection);
    }
    return unused;
  }

  @Override
  public void close() {
    connector.close();
  }

  private Optional<Taken> free(Http2Origin origin) {
    return usable(origin).map(one -> taken(one.getKey(), one.getValue()));
  }

  private Optional<Map.Entry<Http2Connection, Load>> usable(Http2Origin origin) {
    return open.entrySet().stream()
        .filter(one -> one.getKey().origin().equals(origin))
        .filter(one -> one.getKey().takes(one.getValue().calls))
        .findFirst();
  }

  private Taken opened(Http2Origin origin, CompletableFuture<Boolean> mine, long until)
      throws IOException {
    try {
      Http2Connection connection = connector.connect(origin, this, until);
      synchronized (this) {
        var load = new Load();
        open.put(connection, load);
        return taken(connection, load);
      }
    } catch (Http1ChosenException e) {
      mine.completeExceptionally(e); // it would choose so each time
      throw e;
    } finally {
      synchronized (this) {
        opening.remove(origin);
      }
      mine.complete(true);
    }
  }

  private static Taken taken(Http2Connection connection, Load load) {
    load.calls++;
    boolean reused = load.used;
    load.used = true;
    return new Taken(connection, reused);
  }

  /** What is on one connection. */
  private static final class Load {
    private int calls;
    private boolean used;
  }
}
