package dev.atelier.gateway;

import static dev.atelier.gateway.World.order;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.gateway.settle.CommitRetry;
import dev.atelier.image.ImageSize;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.FakeProvider.Answer;
import dev.atelier.provider.Results;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.JobState;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is our own trouble is never booked as the upstream's, and what was made is kept. */
class OwnTroubleTest {
  @TempDir private Path directory;
  private final FakeProvider paid =
      new FakeProvider("paid", new Capabilities(10, false, false, false));
  private final FakeProvider resumable =
      new FakeProvider("resumable", new Capabilities(10, true, false, false));
  private World world;

  @BeforeEach
  void build() {
    world = World.of(directory, paid);
  }

  private void build(FakeProvider... providers) {
    build(
        new World.Settings(4, 100, Moderation.OFF)
            .inFiles()
            .with(GatewaySettings.DEFAULT.with(new CommitRetry(ofMillis(500), ofSeconds(30)))),
        providers);
  }

  private void build(World.Settings settings, FakeProvider... providers) {
    world.close();
    world = World.of(directory, settings, providers);
  }

  @AfterEach
  void the_ledger_balances() {
    assertThat(world.audit()).isEmpty();
    assertThat(world.pool.inFlight()).isZero();
    world.close();
  }

  @Test
  void a_full_disk_while_an_image_arrives_is_not_the_upstreams_unknown_outcome() {
    build(paid);
    paid.answers((provider, call, results) -> {
      provider.deliver(call, 0, results);
      world.disk.fails(1);
      return deliverAsAdaptersDo(provider, call, 1, results);
    });
    JobId job = submit(2, CompletionPolicy.ANY);
    world.work();

    assertThat(world.job(job).state())
        .as("the complete image is kept")
        .isEqualTo(JobState.SUCCEEDED);
    assertThat(world.job(job).images().get(1).fault())
        .containsInstanceOf(JobFault.StorageFailed.class);
    assertThat(world.attempts(job))
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.outcome()).contains("spent"));
    assertThat(world.upstreamSpend())
        .singleElement()
        .satisfies(spend -> assertThat(spend.ambiguousAttempts()).isZero());
    assertThat(world.charges(job)).as("nothing for what was not delivered").hasSize(1);
  }

  @Test
  void what_the_disk_did_not_take_is_fetched_again_where_the_upstream_still_has_it() {
    build(resumable);
    resumable.answers((provider, call, results) -> {
      results.remoteId("task-1");
      world.disk.fails(1);
      return deliverAsAdaptersDo(provider, call, 0, results);
    });
    JobId job = submit(1, CompletionPolicy.ALL);
    world.work();

    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.attempts(job)).hasSize(1);
    assertThat(resumable.calls()).hasSize(2);
  }

  @Test
  void an_image_that_cannot_be_stored_at_once_is_kept_and_stored_later() {
    build(paid);
    paid.answers((provider, call, results) -> {
      world.disk.failsToForce(3);
      return Answer.SUCCESS.give(provider, call, results);
    });
    JobId job = submit(1, CompletionPolicy.ALL);
    world.work();

    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(paid.calls()).hasSize(1);
  }

  @Test
  void an_image_that_can_never_be_stored_is_named_so_and_not_charged() {
    build(paid);
    paid.answers((provider, call, results) -> {
      world.disk.failsToForce(Integer.MAX_VALUE);
      return Answer.SUCCESS.give(provider, call, results);
    });
    JobId job = submit(1, CompletionPolicy.ALL);
    world.work();

    assertThat(world.job(job).fault()).containsInstanceOf(JobFault.StorageFailed.class);
    assertThat(world.charges(job)).isEmpty();
    assertThat(world.upstreamSpend())
        .singleElement()
        .satisfies(spend -> {
          assertThat(spend.micros()).as("we paid for it").isPositive();
          assertThat(spend.ambiguousAttempts()).isZero();
        });
  }

  @Test
  void a_commit_that_fails_while_an_image_arrives_is_made_up_for() {
    build(paid);
    paid.answers((provider, call, results) -> {
      world.beforeNextWrite(() -> {
        throw new DatabaseUnavailableException("the disk is away");
      });
      return Answer.SUCCESS.give(provider, call, results);
    });
    JobId job = submit(2, CompletionPolicy.EACH);
    world.work();

    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.charges(job)).hasSize(2);
    assertThat(world.attempts(job)).singleElement().matches(attempt -> !attempt.open());
  }

  @Test
  void a_commit_that_timed_out_and_is_on_disk_is_not_done_twice() {
    build(paid);
    paid.answers((provider, call, results) -> {
      AttemptOutcome outcome = Answer.SUCCESS.give(provider, call, results);
      world.loseNextAcknowledgement();
      return outcome;
    });
    JobId job = submit(2, CompletionPolicy.ALL);
    world.work();

    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.charges(job)).hasSize(2);
    assertThat(world.balance().held()).isZero();
    assertThat(paid.calls()).hasSize(1);
  }

  @Test
  void a_preview_that_the_disk_does_not_take_is_left_out_and_the_image_arrives() {
    build(paid);
    paid.answers((provider, call, results) -> {
      world.disk.fails(1);
      try (var preview = results.partial(0, 0)) {
        preview.write(provider.png(new ImageSize(64, 64)));
        preview.complete(Results.ImageMetadata.NOTHING);
      } catch (IOException e) {
        return new Unknown("the adapter gave up for a preview: " + e);
      }
      return Answer.SUCCESS.give(provider, call, results);
    });
    JobId job = submit(1, CompletionPolicy.ALL);
    world.work();
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
  }

  private JobId submit(int images, CompletionPolicy completion) {
    return world
        .submit(World.submission(order("a red fox").withCount(images)).with(completion))
        .job()
        .id();
  }

  /** An adapter that takes whatever goes wrong for a broken line. */
  private static AttemptOutcome deliverAsAdaptersDo(
      FakeProvider provider, Call call, int index, Results results) {
    try {
      provider.deliver(call, index, results);
      return Succeeded.ALL;
    } catch (RuntimeException e) {
      return new Unknown("the answer broke off");
    }
  }
}
