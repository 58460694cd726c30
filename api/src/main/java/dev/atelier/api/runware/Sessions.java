package dev.atelier.api.runware;

import dev.atelier.image.KeyId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The sessions of this process, those whose clients left not for longer than a set time. */
final class Sessions {
  private static final int MAX = 20_000;

  private final Duration resumeWithin;
  private final InstantSource clock;
  private final Map<UUID, Session> byId = new LinkedHashMap<>();

  Sessions(Duration resumeWithin, InstantSource clock) {
    this.resumeWithin = resumeWithin;
    this.clock = clock;
  }

  /** The session that a client wants to go on with, if it is there and its own; a new one else. */
  synchronized Session of(KeyId key, Optional<UUID> wanted) {
    sweep();
    return wanted
        .map(byId::get)
        .filter(session -> session.isOf(key))
        .orElseGet(() -> {
          var session = new Session(UUID.randomUUID(), key);
          byId.put(session.id(), session);
          return session;
        });
  }

  private void sweep() {
    var moment = clock.instant().minus(resumeWithin);
    Iterator<Session> all = byId.values().iterator();
    while (all.hasNext()) {
      if (all.next().leftBefore(moment) || byId.size() > MAX) {
        all.remove();
      }
    }
  }
}
