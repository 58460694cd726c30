package dev.atelier.gateway;

import static dev.atelier.gateway.World.order;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.AccountId;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.FakeProvider.Answer;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.JobState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Accounts that cannot work must not take jobs with them. */
class AccountFailuresTest {
  private static final Capabilities PAID = new Capabilities(1, false, false, false);

  @TempDir private Path directory;

  /** The one that takes the tenant's work while both are well. */
  private final FakeProvider dead = new FakeProvider("dead", PAID);

  private final FakeProvider healthy = new FakeProvider("alive", PAID);
  private World world;

  @BeforeEach
  void build() {
    world = World.of(directory, healthy);
  }

  private void build(FakeProvider... providers) {
    build(World.Settings.DEFAULT, providers);
  }

  private void build(World.Settings settings, FakeProvider... providers) {
    world.close();
    world = World.of(directory, settings, providers);
  }

  @AfterEach
  void the_ledger_balances() {
    assertThat(world.audit()).isEmpty();
    world.close();
  }

  static Stream<NotSent> deaths() {
    return Stream.of(
        NotSent.unreachable("connection refused"),
        NotSent.unreachable("no such host"),
        NotSent.unreachable("TLS: the certificate has expired"),
        NotSent.credential(401, "invalid api key"),
        NotSent.credential(403, "no access"),
        new NotSent(Cause.QUOTA, "insufficient_quota", Optional.of(429), Optional.empty()),
        NotSent.serverError(503, "overloaded"));
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void a_dead_account_takes_no_job_with_it(NotSent death) {
    build(dead, healthy);
    alwaysAnswers(dead, death);

    var jobs = new ArrayList<JobId>();
    for (int i = 0; i < 30; i++) {
      jobs.add(submit(1));
      world.advance(ofMillis(100));
    }

    assertThat(jobs).allMatch(job -> world.job(job).state() == JobState.SUCCEEDED);
    assertThat(healthy.calls()).hasSize(30);
    assertThat(dead.calls().size()).as("half-open probes").isBetween(1, 5);
  }

  @Test
  void a_dead_account_is_tried_again_by_one_call_at_a_time_and_then_works() {
    build(dead, healthy);
    dead.answers(Answer.of(NotSent.unreachable("connection refused")));
    submit(1);
    world.work();
    assertThat(dead.calls()).hasSize(1);
    assertThat(world.pool.cooldowns(new AccountId("dead")))
        .hasEntrySatisfying(
            "", rest -> assertThat(rest.evidence()).isEqualTo("connection refused"));

    world.clock.advance(ofSeconds(3));
    for (int i = 0; i < 4; i++) {
      submit(1);
    }
    long probes =
        world
            .database
            .read(tx ->
                world.queue.list(
                    tx, World.CALLER.tenant(), Optional.of(JobState.RUNNING), Optional.empty(), 10))
            .stream()
            .flatMap(job -> world.attempts(job.id()).stream())
            .filter(attempt -> attempt.account().equals(new AccountId("dead")))
            .count();
    assertThat(probes).as("one probe at a time").isEqualTo(1);
    world.work();
    assertThat(world.pool.cooldowns(new AccountId("dead"))).isEmpty();
    assertThat(dead.calls()).as("it works again").hasSizeGreaterThan(1);
  }

  @Test
  void cooldowns_double_up_to_ten_minutes_without_evidence_of_longer() {
    build(dead);
    alwaysAnswers(dead, NotSent.unreachable("connection refused"));
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 40; i++) {
      submit(1);
      world.work();
      var cooldown = world.pool.cooldowns(new AccountId("dead")).get("");
      if (cooldown != null) {
        Duration rest = Duration.between(world.clock.instant(), cooldown.until());
        longest = rest.compareTo(longest) > 0 ? rest : longest;
        world.clock.advance(rest.plusMillis(1));
      }
      world.work();
    }
    assertThat(longest).isEqualTo(ofMinutes(10));
  }

  @Test
  void an_evidence_of_longer_counts_and_a_shorter_one_does_not_end_a_cooldown() {
    build(dead, healthy);
    dead.answers(
        Answer.of(new Throttled(Optional.of(ofMinutes(60)), "retry-after: 3600")),
        Answer.of(new Throttled(Optional.of(ofSeconds(1)), "retry-after: 1")));
    submit(1);
    submit(1);
    world.work();
    world.advance(ofMinutes(59));
    int before = dead.calls().size();
    submit(1);
    world.work();
    assertThat(dead.calls()).hasSize(before);
  }

  @Test
  void a_limit_on_images_of_one_kind_of_work_rests_no_other() {
    build(dead);
    dead.answers(Answer.of(new Throttled(Optional.of(ofSeconds(1)), "429")));
    submit(1);
    world.work();
    assertThat(world.pool.cooldowns(new AccountId("dead")).keySet())
        .containsExactly("gpt-image-2/generation");
  }

  @Test
  void three_failures_of_the_upstream_in_a_row_rest_a_kind_of_work() {
    build(dead, healthy);
    alwaysAnswers(dead, NotSent.serverError(500, "oops"));
    for (int i = 0; i < 12; i++) {
      submit(1);
      world.work();
    }
    assertThat(dead.calls()).hasSize(3);
    assertThat(world.pool.cooldowns(new AccountId("dead")).keySet())
        .containsExactly("gpt-image-2/generation");
  }

  @Test
  void a_benched_account_gets_no_further_call_of_the_same_job() {
    build(new World.Settings(4, 100, Moderation.OFF), dead);
    alwaysAnswers(dead, new Throttled(Optional.of(ofSeconds(30)), "429"));

    JobId job = submit(10);
    world.work();

    assertThat(dead.calls().size()).as("those that were in flight together").isLessThanOrEqualTo(4);
    assertThat(world.job(job).fault()).contains(new JobFault.UpstreamThrottled(ofSeconds(30)));
  }

  @Test
  void an_image_that_nobody_could_send_is_not_tried_for_ever() {
    var others = Stream.of("a", "b", "c", "d").map(name -> new FakeProvider(name, PAID)).toList();
    build(others.toArray(FakeProvider[]::new));
    others.forEach(one -> alwaysAnswers(one, NotSent.unreachable("connection refused")));
    JobId job = submit(1);
    for (int i = 0; i < 30; i++) {
      world.advance(ofSeconds(5));
    }
    assertThat(world.job(job).fault()).containsInstanceOf(JobFault.UpstreamFailed.class);
    assertThat(world.attempts(job)).as("each account once, and two repeats").hasSize(6);
  }

  @Test
  void the_evidence_stands_on_the_job() {
    build(dead, healthy);
    dead.answers(Answer.of(NotSent.credential(401, "invalid api key")));
    JobId job = submit(1);
    world.work();

    AttemptRow first = world.attempts(job).getFirst();
    assertThat(first.account()).isEqualTo(new AccountId("dead"));
    assertThat(first.end().orElseThrow().cause()).contains("credential");
    assertThat(first.evidence()).contains("401 invalid api key");
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
  }

  private JobId submit(int images) {
    return world
        .submit(World.submission(order("a red fox").withCount(images)).with(CompletionPolicy.ANY))
        .job()
        .id();
  }

  private static void alwaysAnswers(FakeProvider provider, AttemptOutcome outcome) {
    var answers = new Answer[200];
    java.util.Arrays.fill(answers, Answer.of(outcome));
    provider.answers(answers);
  }
}
