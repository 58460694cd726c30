package dev.atelier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.TenantId;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.storage.StoredBlob;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
  /**
   * What is under way or was set by somebody, the few processes and kinds of work that there are,
   * one row made of subqueries, and a few sums.
   */
  private static final Set<String> SHORT =
      Set.of(
          "INDEX job_running",
          "INDEX job_attempt_open",
          "SCAN tenant_privacy",
          "SCAN erasure",
          "SCAN compaction",
          "SCAN queue_totals",
          "SCAN node",
          "SCAN call_time",
          "SCAN one");

  @TempDir private Path directory;
  private World world;

  @BeforeEach
  void open() {
    world =
        World.of(
            directory, new FakeProvider("upstream", new Capabilities(10, false, false, false)));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_mountain_of_what_expired_is_cleared_a_little_each_second() throws IOException {
    StoredBlob stored = stored();
    world.database.write(tx -> {
      for (int i = 0; i < 450; i++) {
        var expires = Optional.of(world.clock.instant().plusSeconds(1));
        world.artifacts.record(
            tx,
            TenantId.DEFAULT,
            stored,
            "image/png",
            Optional.empty(),
            world.clock.instant(),
            expires);
      }
      return stored;
    });
    world.clock.advance(Duration.ofHours(1));

    assertThat(tick()).isEqualTo(250);
    assertThat(tick()).isEqualTo(50);
    assertThat(tick()).isZero();
  }

  @Test
  void what_is_done_each_second_goes_through_no_table_that_grows() {
    world.submit(World.order("a red fox"));
    world.work();
    world.statements.clear();
    for (int second = 0; second < 120; second++) {
      world.clock.advance(Duration.ofSeconds(1));
      world.runtime.work().housekeeping().tick();
    }
    world.runtime.work().claims().step();
    world.runtime.work().leases().renew();

    List<String> scans =
        world.statements.texts().stream()
            .flatMap(sql -> plan(sql).stream().filter(line -> line.startsWith("SCAN")))
            .toList();
    assertThat(scans).isNotEmpty().allMatch(line -> SHORT.stream().anyMatch(line::contains));
  }

  private List<String> plan(String sql) {
    var none = new Object[(int) sql.chars().filter(c -> c == '?').count()];
    return world.database.read(
        tx -> tx.list("EXPLAIN QUERY PLAN " + sql, row -> row.text("detail"), none));
  }

  /** One second later; how many artifacts are left then. */
  private long tick() {
    world.clock.advance(Duration.ofSeconds(1));
    world.runtime.work().housekeeping().tick();
    return world
        .database
        .<Optional<Long>>read(
            tx -> tx.first("SELECT COUNT(*) AS n FROM artifact", row -> row.number("n")))
        .orElseThrow();
  }

  private StoredBlob stored() throws IOException {
    try (var staged = world.artifacts.stage()) {
      staged.write(new byte[] {1, 2, 3});
      return staged.seal();
    }
  }
}
