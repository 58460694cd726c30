package dev.atelier.gateway;

import static dev.atelier.gateway.World.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.gateway.attempt.Outcomes;
import dev.atelier.gateway.submit.Submission;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Blocked;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.InputImage;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Prompt;
import dev.atelier.image.TenantId;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.CategoryActions;
import dev.atelier.moderation.Finding;
import dev.atelier.moderation.ImagePolicy;
import dev.atelier.moderation.JudgedPicture;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.moderation.ModerationSettings;
import dev.atelier.moderation.PromptPolicy;
import dev.atelier.moderation.Rule;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Results;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.queue.events.JobEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What moderation says of prompts, inputs and results, and what becomes of their jobs and money.
 */
class ModerationHooksTest {
  @TempDir Path directory;

  private final FakeProvider upstream = FakeProvider.paid();
  private final Eye eye = new Eye();
  private Optional<World> world = Optional.empty();

  @AfterEach
  void close() {
    world.ifPresent(World::close);
  }

  @Test
  void a_refused_prompt_is_no_job_holds_nothing_and_calls_nobody() {
    World here = world(Moderation.of(violence("gore")));

    assertThatThrownBy(() -> here.submit(order("much gore")))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isEqualTo(new Blocked(Stage.INPUT, List.of("violence"))));
    requireNothing(here);
  }

  @Test
  void a_refused_input_is_no_job_holds_nothing_and_calls_nobody() {
    eye.refuses(Stage.INPUT);
    World here = world(pictures());

    assertThatThrownBy(() -> here.submit(edit(here)))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isEqualTo(new Blocked(Stage.INPUT, List.of("sexual"))));
    requireNothing(here);
  }

  @Test
  void what_cannot_be_judged_is_not_said_to_be_blocked() {
    eye.blind = true;
    World here = world(pictures());

    assertThatThrownBy(() -> here.submit(edit(here)))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isInstanceOf(AdmissionFault.Unavailable.class));
    requireNothing(here);
  }

  @Test
  void what_a_person_should_look_at_passes_and_its_job_says_so() {
    PromptPolicy doubts = new Doubts();
    World here = world(new Moderation(List.of(doubts), List.of()));

    Job job = here.submit(order("a statue")).job();
    here.work();

    assertThat(here.job(job.id()).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(flagged(here, job.id())).containsExactly("sexual");
  }

  @Test
  void where_doubts_refuse_it_is_refused() {
    World here =
        world(new Moderation(List.of(new Doubts()), List.of(), CategoryActions.NONE, true));

    assertThatThrownBy(() -> here.submit(order("a statue")))
        .isInstanceOfSatisfying(
            FaultException.class, e -> assertThat(e.fault()).isInstanceOf(Blocked.class));
    requireNothing(here);
  }

  @Test
  void a_refused_result_is_final_free_and_nobody_s() {
    eye.refuses(Stage.OUTPUT);
    World here = world(pictures());

    JobId id = here.submit(order("a fox")).job().id();
    here.work();

    Job job = here.job(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.fault()).contains(new Blocked(Stage.OUTPUT, List.of("sexual")));
    assertThat(job.images().getFirst().artifact()).isEmpty();
    assertThat(here.charges(id)).isEmpty();
    assertThat(here.balance().held()).isZero();
    assertThat(here.audit()).isEmpty();
    assertThat(upstream.calls()).hasSize(1);
    assertThat(here.attempts(id).getFirst().end().orElseThrow().outcome())
        .isEqualTo(Outcomes.SUCCEEDED);
  }

  @Test
  void of_two_results_the_one_that_passes_is_delivered_and_charged() {
    eye.refusesEverySecond = true;
    World here = world(pictures());

    JobId id = here.submit(order("two foxes").withCount(2)).job().id();
    here.work();

    Job job = here.job(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.images())
        .extracting(image -> image.state())
        .containsExactly(ImageState.DONE, ImageState.FAILED);
    assertThat(here.charges(id)).hasSize(1);
    assertThat(here.balance().held()).isZero();
    assertThat(here.audit()).isEmpty();
  }

  @Test
  void a_result_that_was_looked_at_says_so_and_for_what_it_should_be_again() {
    eye.action = Optional.of(Action.REVIEW);
    World here = world(pictures());

    JobId id = here.submit(order("a fox")).job().id();
    here.work();

    var report = here.job(id).images().getFirst().report().orElseThrow();
    assertThat(report.checks()).contains("moderation");
    assertThat(report.flagged()).containsExactly("sexual");
  }

  @Test
  void nothing_is_claimed_where_nobody_looked() {
    World here = world(Moderation.of(violence("gore")));

    JobId id = here.submit(order("a fox")).job().id();
    here.work();

    var report = here.job(id).images().getFirst().report().orElseThrow();
    assertThat(report.checks()).doesNotContain("moderation");
    assertThat(report.flagged()).isEmpty();
  }

  @Test
  void a_result_that_nobody_can_judge_is_tried_again_and_then_not_delivered_nor_charged() {
    eye.blind = true;
    World here = world(pictures());

    JobId id = here.submit(order("a fox")).job().id();
    here.work();

    assertThat(here.job(id).fault()).containsInstanceOf(JobFault.StorageFailed.class);
    assertThat(here.charges(id)).isEmpty();
    assertThat(here.balance().held()).isZero();
    assertThat(here.audit()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Action.class,
      names = {"REVIEW", "REFUSE"})
  void a_preview_is_shown_only_where_the_picture_would_be(Action action) {
    eye.action = Optional.of(action);
    upstream.answers((provider, call, results) -> {
      try (Results.Sink preview = results.partial(0, 0)) {
        preview.write(provider.png(new ImageSize(64, 64)));
        preview.complete(Results.ImageMetadata.NOTHING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return FakeProvider.Answer.SUCCESS.give(provider, call, results);
    });
    World here = world(pictures());

    JobId id = here.submit(order("a fox").withPartials(1)).job().id();
    var told = new ArrayList<JobEvent>();
    try (var events = here.events.subscribe(id)) {
      here.work();
      for (var event = events.next(Duration.ZERO); event.isPresent(); ) {
        told.add(event.get());
        event = events.next(Duration.ZERO);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }

    assertThat(told.stream().anyMatch(JobEvent.Partial.class::isInstance))
        .isEqualTo(action == Action.REVIEW);
  }

  private static void requireNothing(World here) {
    here.work();
    List<Job> jobs =
        here.database.read(
            tx -> here.queue.list(tx, TenantId.DEFAULT, Optional.empty(), Optional.empty(), 2));
    assertThat(jobs).isEmpty();
    assertThat(here.balance().held()).isZero();
    assertThat(here.balance().charged()).isZero();
    assertThat(here.upstreamSpend()).isEmpty();
  }

  private static List<String> flagged(World here, JobId id) {
    return here.database.read(tx -> here.queue.flagged(tx, id));
  }

  private World world(Moderation moderation) {
    var made = World.of(directory, new World.Settings(4, 100, moderation), upstream);
    world = Optional.of(made);
    return made;
  }

  private Moderation pictures() {
    return new Moderation(List.of(), List.of(eye));
  }

  private static ModerationSettings violence(String phrase) {
    return new ModerationSettings(List.of(new Rule("violence", List.of(phrase))));
  }

  /** An edit of a picture that is stored. */
  private Submission edit(World here) {
    InputImage input;
    try (var staged = here.artifacts.stage()) {
      staged.write(upstream.png(new ImageSize(64, 64)));
      var blob = staged.seal();
      var now = here.clock.instant();
      var id =
          here.database.write(tx ->
              here.artifacts.record(
                  tx,
                  TenantId.DEFAULT,
                  blob,
                  "image/png",
                  Optional.of(new ImageSize(64, 64)),
                  now,
                  Optional.empty()));
      input =
          new InputImage(
              id, blob.hash(), OutputFormat.PNG, new ImageSize(64, 64), false, blob.bytes());
    }
    Submission from = World.submission(order("the same with a hat"));
    return new Submission(
        from.principal(),
        new ImageRequest.Edit(from.request().order(), List.of(input), Optional.empty()),
        from.origin(),
        from.completion(),
        from.interactive(),
        from.retry());
  }

  /** Wants every prompt looked at. */
  private static final class Doubts implements PromptPolicy {
    @Override
    public List<String> checks(ModerationContext context) {
      return List.of("doubts");
    }

    @Override
    public List<Finding> check(Prompt prompt, ModerationContext context) {
      return List.of(new Finding("sexual", Action.REVIEW, "doubts"));
    }
  }

  /** Looks at pictures, and says of all the same. */
  private static final class Eye implements ImagePolicy {
    private Optional<Action> action = Optional.empty();
    private Optional<Stage> only = Optional.empty();
    private boolean refusesEverySecond;
    private boolean blind;
    private int seen;

    void refuses(Stage stage) {
      action = Optional.of(Action.REFUSE);
      only = Optional.of(stage);
    }

    @Override
    public List<String> checks(ModerationContext context) {
      return List.of("eye:sexual");
    }

    @Override
    public List<Finding> check(JudgedPicture picture, ModerationContext context) {
      if (blind) {
        throw new FaultException(
            new AdmissionFault.Unavailable("nobody looks", Duration.ofSeconds(1)));
      }
      seen++;
      if (refusesEverySecond && seen % 2 == 0) {
        return List.of(new Finding("sexual", Action.REFUSE, "eye"));
      }
      return action.filter(_ -> only.isEmpty() || only.get() == picture.stage()).stream()
          .map(what -> new Finding("sexual", what, "eye"))
          .toList();
    }
  }
}
