package dev.atelier.metering.limit;

import dev.atelier.database.Database;
import dev.atelier.database.DatabaseUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the limits by the minute hold over all processes: each tells the others twice a second what
 * it let in, and counts what they did. What several let in within that time can exceed a limit, and
 * is made up for afterwards.
 */
public final class ShareLimits implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShareLimits.class);
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

  /** How much later than others a commit may be seen: rows of that time are looked at again. */
  private static final Duration LATE = Duration.ofSeconds(30);

  private static final Duration FIRST = Duration.ofMinutes(1);

  private final Database database;
  private final Limits limits;
  private final String node;
  private final InstantSource clock;
  private final Map<String, Long> seen = new HashMap<>();
  private final Thread thread = Thread.ofVirtual().name("limits").unstarted(this::run);
  private Duration back = FIRST;
  private Instant forgotten = Instant.MIN;
  private long looks;
  private volatile boolean closed;

  /**
   * @param node the name of this process, unlike that of any other that ever was
   */
  public ShareLimits(Database database, Limits limits, String node, InstantSource clock) {
    this.database = database;
    this.limits = limits;
    this.node = node;
    this.clock = clock;
    limits.share();
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    while (!closed) {
      try {
        exchange();
      } catch (DatabaseUnavailableException e) {
        LOG.debug("limits count here alone: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.warn("limits count here alone for a moment", e);
      }
      try {
        Thread.sleep(EVERY);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Tells and hears what was let in since the last time. */
  public synchronized void exchange() {
    tell();
    hear();
  }

  private void tell() {
    List<LimitUse> mine = limits.takeUses();
    Instant now = clock.instant();
    boolean forget = forgotten.isBefore(now.minus(FORGET_EVERY));
    if (mine.isEmpty() && !forget) {
      return;
    }
    long look = ++looks;
    boolean told = false;
    try {
      told =
          database.write(tx -> {
            if (!mine.isEmpty()) {
              UseRows.write(tx, node, look, mine);
            }
            if (forget) {
              UseRows.forget(tx);
            }
            return true;
          });
      forgotten = forget ? now : forgotten;
    } finally {
      if (!told) {
        limits.putBack(mine);
      }
    }
  }

  private void hear() {
    Instant asked = clock.instant();
    Heard heard =
        database.read(tx -> new Heard(tx.now(), UseRows.ofOthers(tx, node, tx.now().minus(back))));
    back = LATE;
    var ahead = Duration.between(asked, heard.at());
    seen.keySet().retainAll(heard.looks().stream().map(UseRows.Look::node).toList());
    for (UseRows.Look look : heard.looks()) {
      if (look.number() > seen.getOrDefault(look.node(), 0L)) {
        seen.put(look.node(), look.number());
        limits.usedElsewhere(
            look.uses().stream().map(use -> use.at(use.at().minus(ahead))).toList());
      }
    }
  }

  private record Heard(Instant at, List<UseRows.Look> looks) {}
}
