package dev.atelier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.database.PostgresServer;
import dev.atelier.image.AccountId;
import dev.atelier.image.JobId;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three gateways over one PostgreSQL database, a step at a time. */
class SideBySideNodesTest {
  private static final int SLOTS = 2;
  private static final World.Settings SETTINGS = new World.Settings(SLOTS, 100, Moderation.OFF);

  @TempDir Path directory;

  private final FakeClock clock = FakeClock.fixed();
  private final FakeProvider provider = FakeProvider.paid();
  private Database database;
  private List<World> nodes;

  @BeforeEach
  void open() {
    database = PostgresServer.open(World.MIGRATIONS, PostgresServer.OPTIONS.withClock(clock));
    nodes = List.of(node("node-1"), node("node-2"), node("node-3"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private World node(String name) {
    return World.of(
        directory, new World.Ground(clock, database, Optional.of(name)), SETTINGS, provider);
  }

  private int begun() {
    return nodes.stream().mapToInt(World::begun).sum();
  }

  private JobId submit(World node, String prompt) {
    return node.submit(World.submission(World.order(prompt))).job().id();
  }

  private List<Job> jobs(List<JobId> ids) {
    return ids.stream().map(id -> nodes.getFirst().job(id)).toList();
  }

  private long heldSlots() {
    return database
        .<Optional<Long>>read(tx ->
            tx.first(
                "SELECT COUNT(*) AS n FROM account_slot WHERE attempt IS NOT NULL",
                row -> row.number("n")))
        .orElseThrow();
  }

  /** Every node does one thing; whether any had something to do. */
  private boolean step() {
    boolean any = false;
    for (World node : nodes) {
      node.pool.refresh();
      if (node.begun() > 0) {
        node.workOne();
        any = true;
      }
      any |= node.runtime.work().claims().step();
      assertThat(begun()).isLessThanOrEqualTo(SLOTS);
    }
    return any;
  }

  @Test
  void an_account_of_two_slots_has_two_calls_over_three_nodes_and_every_job_is_made() {
    var jobs = new ArrayList<JobId>();
    for (int i = 0; i < 5; i++) {
      for (World node : nodes) {
        jobs.add(submit(node, "fox " + i));
        assertThat(begun()).isLessThanOrEqualTo(SLOTS);
      }
    }
    assertThat(begun()).isEqualTo(SLOTS);
    assertThat(heldSlots()).isEqualTo(SLOTS);

    while (step()) {
      assertThat(heldSlots()).isLessThanOrEqualTo(SLOTS);
    }

    assertThat(jobs(jobs)).extracting(Job::state).containsOnly(JobState.SUCCEEDED);
    assertThat(provider.calls()).hasSize(jobs.size());
    assertThat(heldSlots()).isZero();
    assertThat(nodes.getFirst().audit()).isEmpty();
  }

  @Test
  void the_slots_of_a_node_that_died_come_back_when_its_leases_end() {
    List<JobId> lost = List.of(submit(nodes.get(0), "one"), submit(nodes.get(0), "two"));
    JobId waits = submit(nodes.get(1), "three");
    nodes.get(1).runtime.work().housekeeping().tick();
    nodes.get(0).die();
    nodes.get(1).pool.refresh();
    assertThat(nodes.get(1).runtime.work().claims().step()).isFalse();

    clock.advance(GatewaySettings.LEASE_FOR.plusSeconds(1));
    nodes.get(1).runtime.work().housekeeping().tick();
    for (World node : List.of(nodes.get(1), nodes.get(2))) {
      node.pool.refresh();
      node.work();
    }

    var all = new ArrayList<>(lost);
    all.add(waits);
    assertThat(jobs(all)).extracting(Job::state).containsOnly(JobState.SUCCEEDED);
    assertThat(heldSlots()).isZero();
  }

  @Test
  void what_an_upstream_said_to_one_node_keeps_the_others_away() {
    provider.answers(
        FakeProvider.Answer.of(
            new AttemptOutcome.Throttled(Optional.of(Duration.ofSeconds(40)), "429 slow down")));
    JobId _ = submit(nodes.get(0), "one");
    nodes.get(0).work();
    nodes.forEach(node -> node.pool.refresh());

    JobId second = submit(nodes.get(1), "two");
    nodes.get(1).work();

    assertThat(provider.calls()).hasSize(1);
    var account = new AccountId("fake");
    assertThat(nodes.get(1).pool.cooldowns(account))
        .isEqualTo(nodes.get(2).pool.cooldowns(account))
        .hasSize(1)
        .allSatisfy((_, cooldown) -> assertThat(cooldown.evidence()).isEqualTo("429 slow down"));
    clock.advance(Duration.ofSeconds(41));
    nodes.forEach(node -> node.pool.refresh());
    nodes.get(1).work();
    assertThat(nodes.get(2).job(second).state()).isEqualTo(JobState.SUCCEEDED);
  }
}
