package dev.atelier.database;

import java.time.Duration;
import java.util.UUID;

/** Notices over {@code LISTEN} and {@code NOTIFY}: nothing is connected before it is used. */
final class PostgresNotices implements Notices, AutoCloseable {
  private final SendNotices sent;
  private final HearNotices heard;

  PostgresNotices(PostgresAddress address, Duration connectMax) {
    var connections = new NoticeConnections(address, connectMax);
    var payloads = new NoticePayloads(UUID.randomUUID().toString());
    this.sent = new SendNotices(connections, payloads);
    this.heard = new HearNotices(connections, payloads);
  }

  @Override
  public void send(String topic, String text) {
    sent.send(new Notice(topic, text));
  }

  @Override
  public void listen(String topic, NoticeListener listener) {
    heard.listen(topic, listener);
  }

  @Override
  public boolean connected() {
    return heard.connected();
  }

  @Override
  public void close() {
    heard.close();
    sent.close();
  }
}
