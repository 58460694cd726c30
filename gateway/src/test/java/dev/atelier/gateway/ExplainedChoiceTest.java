package dev.atelier.gateway;

import static dev.atelier.gateway.World.order;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.FaultException;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.FakeProvider.Answer;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.queue.WaitReasons;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why each call was made where it was, and where a call is made again. */
class ExplainedChoiceTest {
  private static final Capabilities PAID = new Capabilities(10, false, false, true);

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // by each test, with its own accounts
  private World world;

  @BeforeEach
  void open() {
    world = World.of(directory, new FakeProvider("a", PAID));
  }

  @AfterEach
  void close() {
    assertThat(world.audit()).isEmpty();
    world.close();
  }

  @Test
  void every_call_says_why_its_account_was_chosen_and_no_other() {
    List<FakeProvider> all = accounts("a", "b", "c");
    all.forEach(
        one -> one.answers(Answer.of(new Throttled(Optional.of(ofMinutes(1)), "429 slow down"))));
    JobId job = submit();
    world.work();

    List<AttemptRow> calls = world.attempts(job);
    assertThat(calls.stream().map(AttemptRow::account)).hasSize(3).doesNotHaveDuplicates();
    var choices = world.runtime.gateway().explain().of(World.CALLER, world.job(job)).choices();
    assertThat(choices.get(calls.getFirst().id()))
        .hasSize(3)
        .startsWith("chosen: of 3 free, sticky to tenant default");
    assertThat(choices.get(calls.get(1).id()))
        .hasSize(3)
        .startsWith("chosen: of 2 free, sticky to tenant default")
        .contains(calls.getFirst().account() + ": failed this job already");
    assertThat(choices.get(calls.get(2).id())).hasSize(3).startsWith("chosen: the only one free");
  }

  @Test
  void a_job_that_fails_since_no_account_could_take_it_says_so() {
    accounts("a").getFirst().answers(Answer.of(new Throttled(Optional.of(ofMinutes(1)), "429")));
    JobId job = submit();
    world.work();

    assertThat(world.job(job).fault()).containsInstanceOf(JobFault.UpstreamThrottled.class);
    assertThat(waiting(job))
        .containsExactly(
            "given up: no account can take gpt-image-2/generation now",
            "a: failed this job already");
  }

  @Test
  void a_job_that_waits_says_what_keeps_each_account_from_it() {
    FakeProvider only = accounts("a").getFirst();
    only.answers(Answer.of(new Throttled(Optional.of(ofMinutes(1)), "429 slow down")));
    submit();
    world.work();
    JobId waits = submit();
    world.clock.advance(ofSeconds(2));
    world.runtime.work().housekeeping().tick();

    assertThat(world.job(waits).state()).isEqualTo(JobState.QUEUED);
    assertThat(waiting(waits))
        .hasSize(2)
        .startsWith("waiting: no account can take gpt-image-2/generation now")
        .last()
        .asString()
        .matches("a: resting until \\d\\d:\\d\\d:\\d\\d UTC after 429 slow down");
    Job stored = world.job(waits);
    assertThat(world.database.<List<String>>read(tx -> WaitReasons.find(tx, stored)))
        .as("the same without the process that knows")
        .isEqualTo(waiting(waits));
    world.clock.advance(ofMinutes(11));
    world.runtime.work().housekeeping().tick();
    assertThat(world.job(waits).fault()).containsInstanceOf(JobFault.StartDeadlinePassed.class);
    assertThat(waiting(waits).getFirst()).startsWith("given up: ");
  }

  @Test
  void only_an_operator_hears_of_accounts() {
    accounts("a");
    JobId job = submit();
    world.work();
    var customer =
        new Principal(
            World.CALLER.tenant(), World.CALLER.key(), Set.of(Scope.READ), Optional.empty());

    var explain = world.runtime.gateway().explain();
    assertThatThrownBy(() -> explain.of(customer, world.job(job)))
        .isInstanceOf(FaultException.class);
  }

  @Test
  void a_clean_failure_is_repeated_elsewhere_first_and_at_most_twice() {
    List<FakeProvider> all = accounts("a", "b", "c", "d");
    all.forEach(one -> alwaysAnswers(one, NotSent.serverError(502, "bad gateway")));
    JobId job = submit();
    for (int i = 0; i < 20; i++) {
      world.advance(ofSeconds(1));
    }

    assertThat(world.job(job).fault()).containsInstanceOf(JobFault.UpstreamFailed.class);
    assertThat(world.attempts(job).stream().map(AttemptRow::account))
        .as("once, and two repeats, each elsewhere")
        .hasSize(3)
        .doesNotHaveDuplicates();
  }

  @Test
  void with_two_accounts_the_second_repeat_is_where_it_began() {
    List<FakeProvider> all = accounts("a", "b");
    all.forEach(one -> alwaysAnswers(one, NotSent.serverError(500, "oops")));
    JobId job = submit();
    for (int i = 0; i < 20; i++) {
      world.advance(ofSeconds(1));
    }

    List<String> called =
        world.attempts(job).stream().map(one -> one.account().value()).collect(Collectors.toList());
    assertThat(called).hasSize(3);
    assertThat(called.get(1)).isNotEqualTo(called.get(0));
  }

  @Test
  void a_refusal_and_an_unknown_outcome_are_not_repeated_anywhere() {
    for (var outcome :
        List.of(
            new Refused("no such size", Optional.empty(), List.of()),
            new Unknown("the connection broke"))) {
      List<FakeProvider> all = accounts("a", "b", "c");
      all.forEach(one -> one.answers(Answer.of(outcome)));
      JobId job = submit();
      for (int i = 0; i < 5; i++) {
        world.advance(ofSeconds(1));
      }
      assertThat(world.job(job).state()).isEqualTo(JobState.FAILED);
      assertThat(world.attempts(job)).hasSize(1);
    }
  }

  @Test
  void calls_of_one_job_at_once_leave_out_the_account_that_failed_it() {
    List<FakeProvider> all =
        Stream.of("a", "b").map(name -> new FakeProvider(name, single())).toList();
    open(all);
    alwaysAnswers(all.getFirst(), NotSent.serverError(500, "oops"));
    JobId job = world.submit(World.submission(order("a red fox").withCount(6))).job().id();
    for (int i = 0; i < 10; i++) {
      world.advance(ofSeconds(1));
    }

    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(all.getLast().calls()).hasSize(6);
  }

  private static Capabilities single() {
    return new Capabilities(1, false, false, true);
  }

  private List<FakeProvider> accounts(String... names) {
    return open(Stream.of(names).map(name -> new FakeProvider(name, PAID)).toList());
  }

  private List<FakeProvider> open(List<FakeProvider> providers) {
    world.close();
    world =
        World.of(
            directory.resolve("w" + System.identityHashCode(providers)),
            new World.Settings(4, 100, Moderation.OFF),
            providers.toArray(FakeProvider[]::new));
    return providers;
  }

  private JobId submit() {
    return world.submit(order("a red fox")).job().id();
  }

  private List<String> waiting(JobId job) {
    return world.runtime.gateway().explain().of(World.CALLER, world.job(job)).waiting();
  }

  private static void alwaysAnswers(FakeProvider provider, NotSent outcome) {
    for (int i = 0; i < 50; i++) {
      provider.answers(Answer.of(outcome));
    }
  }
}
