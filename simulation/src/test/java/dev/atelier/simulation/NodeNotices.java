package dev.atelier.simulation;

import dev.atelier.database.NoticeListener;
import dev.atelier.database.Notices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Notices as one node sends and hears them: late, or never. */
final class NodeNotices implements Notices {
  private static final String QUEUED = "queued";
  private static final String CANCELLED = "cancelled";
  private static final Duration LATE = Duration.ofSeconds(1);

  private final World world;
  private final Node node;
  private final Map<String, List<NoticeListener>> listeners = new HashMap<>();
  private final Deque<Sent> inbox = new ArrayDeque<>();
  private final Set<String> toldCancelled = new HashSet<>();
  private boolean missed;
  private boolean unaware;

  NodeNotices(World world, Node node) {
    this.world = world;
    this.node = node;
  }

  @Override
  public void send(String topic, String text) {
    var sent = new Sent(topic, text, world.clock().instant());
    world.nodes().present().stream()
        .filter(other -> other != node && !other.dead())
        .forEach(other -> other.notices().arrives(sent, node.reachesDatabase()));
  }

  private void arrives(Sent sent, boolean left) {
    if (left && connected() && !world.chance(world.settings().cluster().noticesLost())) {
      inbox.add(sent);
      return;
    }
    world.saw(Happening.NOTICE_LOST);
    unaware |= sent.topic().equals(QUEUED);
  }

  @Override
  public void listen(String topic, NoticeListener listener) {
    listeners.computeIfAbsent(topic, _ -> new ArrayList<>()).add(listener);
  }

  @Override
  public boolean connected() {
    return node.reachesDatabase();
  }

  /** The connection broke, or is there again. */
  void interrupted() {
    missed = true;
  }

  /** Tells what has arrived; whether something is to be claimed. */
  boolean hear() {
    if (missed) {
      missed = false;
      world.saw(Happening.NOTICES_MISSED);
      listeners.values().forEach(all -> all.forEach(NoticeListener::missed));
    }
    boolean queued = false;
    while (!inbox.isEmpty()) {
      Sent sent = inbox.remove();
      if (sent.at().plus(LATE).isBefore(world.clock().instant())) {
        world.saw(Happening.NOTICE_LATE);
      }
      queued |= sent.topic().equals(QUEUED);
      if (sent.topic().equals(CANCELLED)) {
        toldCancelled.add(sent.text());
      }
      listeners
          .getOrDefault(sent.topic(), List.of())
          .forEach(listener -> listener.told(sent.text()));
    }
    unaware &= !queued;
    return queued;
  }

  /** A job was claimed: perhaps one of which nobody told. */
  void claimed() {
    if (unaware) {
      unaware = false;
      world.saw(Happening.CLAIMED_WITHOUT_NOTICE);
    }
  }

  /** Whether another node told that it cancelled this job. */
  boolean toldCancelled(String job) {
    return toldCancelled.contains(job);
  }

  private record Sent(String topic, String text, Instant at) {}
}
