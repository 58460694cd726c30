package dev.atelier.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends notices over a connection of its own: all that waits goes in one transaction, which does
 * not wait for the disk. What cannot be sent is given up, and the next that can says so.
 */
final class SendNotices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SendNotices.class);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int WAITING_MAX = 20_000;
  private static final int TOGETHER_MAX = 2_000;
  private static final String SEND =
      "SELECT pg_notify(" + NoticeConnections.CHANNEL + ", payload) FROM unnest(?) AS payload";

  private final NoticeConnections connections;
  private final NoticePayloads payloads;
  private final BlockingQueue<Notice> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicBoolean gap = new AtomicBoolean();
  private final AtomicBoolean started = new AtomicBoolean();
  private final Thread thread =
      Thread.ofPlatform().name("notices-sent").daemon().unstarted(this::run);
  private volatile boolean closed;
  private @Nullable Connection connection;

  SendNotices(NoticeConnections connections, NoticePayloads payloads) {
    this.connections = connections;
    this.payloads = payloads;
  }

  void send(Notice notice) {
    if (!waiting.offer(notice)) {
      gap.set(true);
    }
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
  }

  private void run() {
    try {
      while (!closed || !waiting.isEmpty()) {
        Notice first = waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          sendAll(first);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("notices that wait are given up");
    } finally {
      drop();
    }
  }

  private void sendAll(Notice first) throws InterruptedException {
    var together = new ArrayList<Notice>();
    if (gap.getAndSet(false)) {
      together.add(Notice.GAP);
    }
    together.add(first);
    waiting.drainTo(together, TOGETHER_MAX);
    try {
      send(payloads.of(together));
    } catch (SQLException e) {
      LOG.debug("notices are lost: {}", e.getMessage());
      gap.set(true);
      drop();
      if (closed) {
        waiting.clear();
      } else {
        Thread.sleep(PAUSE);
      }
    }
  }

  private void send(List<String> texts) throws SQLException {
    Connection open = opened();
    try (var statement = open.prepareStatement(SEND)) {
      statement.setArray(1, open.createArrayOf("text", texts.toArray()));
      boolean _ = statement.execute();
    }
  }

  private Connection opened() throws SQLException {
    var known = connection;
    if (known == null) {
      known = connections.open(ANSWER_MAX);
      connection = known;
      try (var statement = known.createStatement()) {
        statement.execute("SET synchronous_commit = off");
      }
    }
    return known;
  }

  private void drop() {
    var known = connection;
    connection = null;
    if (known != null) {
      try {
        known.close();
      } catch (SQLException e) {
        LOG.debug("a connection for notices did not close: {}", e.getMessage());
      }
    }
  }

  /** Sends what waits, for a short time, and takes no more. */
  @Override
  public void close() {
    closed = true;
    started.set(true); // it is not started any more
    if (thread.isAlive()) {
      try {
        if (!thread.join(CLOSE_MAX)) {
          thread.interrupt();
        }
      } catch (InterruptedException e) {
        thread.interrupt();
        Thread.currentThread().interrupt();
      }
    }
  }
}
