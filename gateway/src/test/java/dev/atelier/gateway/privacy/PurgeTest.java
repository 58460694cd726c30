package dev.atelier.gateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.database.DirectDatabase;
import dev.atelier.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PurgeTest {
  private final FakeClock clock = FakeClock.fixed();
  private final Rewritten database = new Rewritten();
  private final Purge purge = new Purge(database, clock);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_file_in_which_nothing_was_erased_is_left_alone() {
    purge.run();
    assertThat(database.rewrites).isZero();
  }

  @Test
  void what_was_asked_for_goes_within_minutes_and_the_rest_once_a_day() {
    erase(false);
    purge.run();
    assertThat(database.rewrites).isEqualTo(1);
    purge.run();
    assertThat(database.rewrites).isEqualTo(1);

    erase(false);
    clock.advance(Duration.ofHours(23));
    purge.run();
    assertThat(database.rewrites).isEqualTo(1);
    clock.advance(Duration.ofHours(1));
    purge.run();
    assertThat(database.rewrites).isEqualTo(2);

    erase(true);
    erase(false); // does not make it less urgent
    clock.advance(Duration.ofMinutes(9));
    purge.run();
    assertThat(database.rewrites).isEqualTo(2);
    clock.advance(Duration.ofMinutes(1));
    purge.run();
    assertThat(database.rewrites).isEqualTo(3);
  }

  @Test
  void what_cannot_be_done_is_tried_again_after_a_while_and_nobody_fails_by_it() {
    erase(true);
    database.broken = true;
    purge.run();
    purge.run();
    assertThat(database.rewrites).isEqualTo(1);
    database.broken = false;
    clock.advance(Duration.ofMinutes(10));
    purge.run();
    assertThat(database.rewrites).isEqualTo(2);
    clock.advance(Duration.ofDays(2));
    purge.run();
    assertThat(database.rewrites).isEqualTo(2);
  }

  @Test
  void a_log_that_is_in_use_is_emptied_later() {
    database.inUse = true;
    purge.emptyLog();
    database.inUse = false;
    purge.emptyLog();
    purge.emptyLog();
    assertThat(database.emptied).isEqualTo(2);
  }

  private void erase(boolean asked) {
    database.write(tx -> {
      if (asked) {
        purge.afterAsked(tx);
      } else {
        purge.after(tx);
      }
      return asked;
    });
  }

  /** Counts what is asked of its files. */
  private static final class Rewritten implements Database {
    private final Database rows =
        DirectDatabase.open(List.of("classpath:dev/atelier/queue/migrations"));
    private boolean broken;
    private boolean inUse;
    private int rewrites;
    private int emptied;

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
      return rows.write(work);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
      return rows.read(work);
    }

    @Override
    public boolean purge() {
      emptied++;
      return !inUse;
    }

    @Override
    public boolean compact() {
      rewrites++;
      if (broken) {
        throw new DatabaseUnavailableException("the disk is full");
      }
      return true;
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
