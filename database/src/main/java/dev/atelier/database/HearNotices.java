package dev.atelier.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears other processes' notices over one connection that listens and does nothing else. A quiet
 * one is tried every other second, and a lost one made anew, with growing pauses.
 */
final class HearNotices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HearNotices.class);
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(3);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final NoticeConnections connections;
  private final NoticePayloads payloads;
  private final Map<String, List<NoticeListener>> listeners = new ConcurrentHashMap<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final Thread thread =
      Thread.ofPlatform().name("notices-heard").daemon().unstarted(this::run);
  private volatile boolean closed;
  private volatile boolean connected;
  private volatile @Nullable Connection connection;

  HearNotices(NoticeConnections connections, NoticePayloads payloads) {
    this.connections = connections;
    this.payloads = payloads;
  }

  void listen(String topic, NoticeListener listener) {
    listeners.computeIfAbsent(topic, _ -> new CopyOnWriteArrayList<>()).add(listener);
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
  }

  boolean connected() {
    return connected;
  }

  private void run() {
    Duration pause = PAUSE;
    while (!closed) {
      try (Connection open = connections.open(ANSWER_MAX)) {
        connection = open;
        subscribe(open);
        connected = true;
        pause = PAUSE;
        missed();
        receive(open);
      } catch (SQLException e) {
        if (!closed) {
          LOG.warn("other processes are not heard now: {}", e.getMessage());
        }
      } finally {
        connection = null;
        lost();
      }
      pause = slept(pause);
    }
  }

  private void lost() {
    if (connected) {
      connected = false;
      missed();
    }
  }

  private Duration slept(Duration pause) {
    try {
      if (!closed) {
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      closed = true;
    }
    Duration next = pause.multipliedBy(2);
    return next.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : next;
  }

  private static void subscribe(Connection open) throws SQLException {
    try (var statement = open.createStatement()) {
      String channel;
      try (var answer = statement.executeQuery("SELECT " + NoticeConnections.CHANNEL)) {
        answer.next();
        channel = answer.getString(1);
      }
      statement.execute("LISTEN " + channel);
    }
  }

  private void receive(Connection open) throws SQLException {
    var source = open.unwrap(PGConnection.class);
    while (!closed) {
      var heard = source.getNotifications((int) QUIET.toMillis());
      if (heard == null || heard.length == 0) {
        try (var statement = open.createStatement()) {
          statement.execute("SELECT 1");
        }
      } else {
        for (var notification : heard) {
          payloads.heard(notification.getParameter()).forEach(this::tell);
        }
      }
    }
  }

  private void tell(Notice notice) {
    if (notice.equals(Notice.GAP)) {
      missed();
      return;
    }
    for (NoticeListener one : listeners.getOrDefault(notice.topic(), List.of())) {
      guarded(one, listener -> listener.told(notice.text()));
    }
  }

  private void missed() {
    listeners.values().forEach(some -> some.forEach(one -> guarded(one, NoticeListener::missed)));
  }

  private static void guarded(NoticeListener listener, Consumer<NoticeListener> telling) {
    try {
      telling.accept(listener);
    } catch (RuntimeException e) {
      LOG.error("a notice could not be told", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    var open = connection;
    try {
      if (open != null) {
        open.abort(Runnable::run); // it waits in a read
      }
      started.set(true); // it is not started any more
      if (thread.isAlive()) {
        thread.interrupt();
        boolean _ = thread.join(CLOSE_MAX);
      }
    } catch (SQLException e) {
      LOG.debug("a connection that listens did not close: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
