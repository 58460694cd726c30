package dev.atelier.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notices between processes that a test plays, told on the sender's thread. */
public final class LinkedNotices implements Notices {
  private final List<LinkedNotices> others = new ArrayList<>();
  private final Map<String, List<NoticeListener>> listeners = new ConcurrentHashMap<>();
  private volatile boolean connected = true;

  private LinkedNotices() {}

  /** Two ends, each the other's only other. */
  public static List<LinkedNotices> two() {
    var one = new LinkedNotices();
    var other = new LinkedNotices();
    one.others.add(other);
    other.others.add(one);
    return List.of(one, other);
  }

  /** From now on this end hears nothing, or does again. */
  public void connected(boolean now) {
    connected = now;
    listeners.values().forEach(some -> some.forEach(NoticeListener::missed));
  }

  @Override
  public void send(String topic, String text) {
    var notice = new Notice(topic, text);
    for (LinkedNotices other : others) {
      if (other.connected) {
        other
            .listeners
            .getOrDefault(notice.topic(), List.of())
            .forEach(listener -> listener.told(notice.text()));
      }
    }
  }

  @Override
  public void listen(String topic, NoticeListener listener) {
    listeners.computeIfAbsent(topic, _ -> new CopyOnWriteArrayList<>()).add(listener);
  }

  @Override
  public boolean connected() {
    return connected;
  }
}
