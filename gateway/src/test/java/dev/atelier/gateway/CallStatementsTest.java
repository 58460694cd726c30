package dev.atelier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.gateway.submit.Submission;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.JobState;
import dev.atelier.queue.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The statements that a call costs whose job starts at once: on a database server each is a round
 * trip. Those called "shared" and "add" run once for all calls that are committed together.
 */
class CallStatementsTest {
  @TempDir Path directory;

  @Test
  void a_call_that_nobody_pays_for() {
    assertThat(statements(new FakeProvider("free", new Capabilities(10, false, true, true))))
        .containsExactly(
            "INSERT idempotency_record",
            "INSERT job",
            "INSERT job_attempt",
            // its first byte leaves
            "UPDATE job_attempt",
            // and it has ended
            "INSERT artifact",
            "UPDATE job",
            "INSERT job_image",
            "INSERT ledger_entries",
            "shared webhook_endpoint",
            "shared tenant_privacy",
            "UPDATE job_attempt",
            "add account_hours",
            "add usage_days",
            "add usage_hours");
  }

  @Test
  void a_call_that_is_sold_and_bought() {
    assertThat(statements(FakeProvider.paid()))
        .containsExactly(
            "INSERT idempotency_record",
            "INSERT ledger_entries",
            "UPDATE balances",
            "INSERT job",
            "INSERT job_attempt",
            // its first byte leaves
            "UPDATE job_attempt",
            // and it has ended
            "INSERT artifact",
            "UPDATE job",
            "INSERT job_image",
            "INSERT upstream_costs",
            "INSERT ledger_entries",
            "UPDATE balances",
            "shared webhook_endpoint",
            "shared tenant_privacy",
            "UPDATE job_attempt",
            "add account_hours",
            "add usage_days",
            "add usage_hours");
  }

  @Test
  void a_call_that_leaves_at_once_is_two_commits() {
    assertThat(statements(FakeProvider.paid().connected()))
        .containsExactly(
            "INSERT idempotency_record",
            "INSERT ledger_entries",
            "UPDATE balances",
            "INSERT job",
            "INSERT job_attempt",
            // it leaves, and has ended
            "INSERT artifact",
            "UPDATE job",
            "INSERT job_image",
            "INSERT upstream_costs",
            "INSERT ledger_entries",
            "UPDATE balances",
            "shared webhook_endpoint",
            "shared tenant_privacy",
            "UPDATE job_attempt",
            "add account_hours",
            "add usage_days",
            "add usage_hours");
  }

  @Test
  void a_call_at_an_account_that_other_processes_call_takes_a_slot_and_frees_it() {
    FakeProvider provider = FakeProvider.paid().connected();
    List<String> alone = statements(provider);
    List<String> shared = statements(provider, Optional.of("node-1"));

    assertThat(shared).containsOnlyOnceElementsOf(List.of("INSERT job", "INSERT job_attempt"));
    var more = new ArrayList<>(shared);
    alone.forEach(more::remove);
    assertThat(more).containsExactly("UPDATE account_slot", "UPDATE account_slot");
  }

  private List<String> statements(FakeProvider provider) {
    return statements(provider, Optional.empty());
  }

  private List<String> statements(FakeProvider provider, Optional<String> node) {
    World.Ground alone = World.Ground.alone();
    var ground = new World.Ground(alone.clock(), alone.database(), node);
    try (World world = World.of(directory, ground, World.Settings.DEFAULT, provider)) {
      world.submit(World.submission(Order.of("gpt-image-2", "a blue fox")));
      world.work();
      world.statements.clear();
      JobId job = world.submit(submission(world)).job().id();
      world.workOne();
      List<String> statements = world.statements.statements();
      assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
      return statements;
    }
  }

  private static Submission submission(World world) {
    return new Submission(
        World.CALLER,
        new ImageRequest.Generation(Order.of("gpt-image-2", "a red fox")),
        new Origin("test", "{}", "http://localhost"),
        CompletionPolicy.ALL_BUT_BLOCKED,
        true,
        ClientRetry.none(world.clock.instant()));
  }
}
