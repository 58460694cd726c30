package dev.atelier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.database.Database;
import dev.atelier.database.PostgresServer;
import dev.atelier.gateway.job.Submitted;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.FakeProvider;
import dev.atelier.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one process knows of how long calls take, others tell their callers. */
class SharedEstimateTest {
  private static final World.Settings SETTINGS = new World.Settings(1, 100, Moderation.OFF);

  @TempDir Path directory;

  private final FakeClock clock = FakeClock.fixed();
  private final FakeProvider provider = FakeProvider.paid();
  private Database database;

  @BeforeEach
  void open() {
    database = PostgresServer.open(World.MIGRATIONS, PostgresServer.OPTIONS.withClock(clock));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private World node(String name) {
    return World.of(
        directory, new World.Ground(clock, database, Optional.of(name)), SETTINGS, provider);
  }

  @Test
  void a_node_that_made_no_call_refuses_by_what_another_has_seen() {
    World busy = node("node-1");
    World idle = node("node-2");
    slowCall(busy);
    Submitted _ = busy.submit(World.order("holds the slot"));
    idle.pool.refresh();
    Submitted _ = idle.submit(World.order("nobody has told it yet"));

    busy.runtime.work().leases().renew();
    idle.runtime.work().leases().renew();

    assertRefused(idle);
  }

  @Test
  void a_node_that_has_just_started_knows_it_too() {
    World busy = node("node-1");
    slowCall(busy);
    Submitted _ = busy.submit(World.order("holds the slot"));
    busy.runtime.work().leases().renew();

    World started = node("node-2");
    started.runtime.work().leases().begin();
    started.pool.refresh();

    assertRefused(started);
  }

  /** One that takes twenty minutes. */
  private void slowCall(World node) {
    provider.answers((made, call, results) -> {
      clock.advance(Duration.ofMinutes(20));
      return FakeProvider.Answer.SUCCESS.give(made, call, results);
    });
    Submitted _ = node.submit(World.order("takes long"));
    node.workOne();
    node.pool.refresh();
  }

  private static void assertRefused(World node) {
    assertThatThrownBy(() -> node.submit(World.order("would wait too long")))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isInstanceOf(AdmissionFault.QueueFull.class));
  }
}
