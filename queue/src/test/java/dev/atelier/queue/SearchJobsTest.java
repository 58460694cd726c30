package dev.atelier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.DirectDatabase;
import dev.atelier.image.ImageRequest.Generation;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Order;
import dev.atelier.image.TenantId;
import dev.atelier.queue.claim.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs are found by what was ordered, a bounded number of rows at a time. */
class SearchJobsTest {
  private final QueueWorld world =
      new QueueWorld(
          DirectDatabase.open(List.of("classpath:dev/atelier/queue/migrations")),
          QueueSettings.DEFAULT);
  private final SearchJobs search = new SearchJobs();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void words_are_found_in_any_order_and_case_and_are_taken_literally() {
    JobId job = job(1, "Ein 100%_GRÜNER \"Ärmel\" \\ Σ");

    assertThat(found("ärmel 100%_")).containsExactly(job);
    assertThat(found("\"ärmel\" \\ σ")).containsExactly(job);
    assertThat(found("1000")).isEmpty();
    assertThat(found("generation")).as("what the row says besides").isEmpty();
  }

  @Test
  void an_erased_prompt_is_not_found_whatever_of_it_is_kept() {
    JobId job = job(1, "a private matter");
    boolean erased =
        world.write(tx -> new EraseText(new OpenHash(), Map.of()).erase(tx, job, true, world.now));

    assertThat(erased).isTrue();
    assertThat(found("private")).isEmpty();
    assertThat(found("hash")).isEmpty();
    assertThat(found("")).containsExactly(job);
  }

  @Test
  void a_step_looks_at_so_many_rows_and_the_next_goes_on_behind_them() {
    var all = new ArrayList<JobId>();
    for (int number = 1; number <= SearchJobs.STEP + 3; number++) {
      all.addFirst(job(number, number == 2 ? "a zebra" : "a horse"));
    }

    SearchJobs.Step first = step(filter("zebra"), Optional.empty());
    SearchJobs.Step second = step(filter("zebra"), first.last());

    assertThat(first.jobs()).isEmpty();
    assertThat(first.end()).isFalse();
    assertThat(first.last()).contains(all.get(SearchJobs.STEP - 1));
    assertThat(second.jobs()).extracting(Job::id).containsExactly(all.get(all.size() - 2));
    assertThat(second.end()).isTrue();
  }

  @Test
  void times_keys_models_and_states_are_looked_at_too() {
    JobId job = job(1, "a fox");
    ImageFilter none = ImageFilter.NONE;

    assertThat(step(none, Optional.empty()).jobs()).hasSize(1);
    assertThat(step(between(QueueWorld.START, Optional.empty()), Optional.empty()).jobs())
        .extracting(Job::id)
        .containsExactly(job);
    assertThat(
            step(between(QueueWorld.START.plusMillis(1), Optional.empty()), Optional.empty())
                .jobs())
        .isEmpty();
    assertThat(
            step(
                    between(Instant.EPOCH, Optional.of(QueueWorld.START.plusMillis(1))),
                    Optional.empty())
                .jobs())
        .hasSize(1);
    assertThat(step(between(Instant.EPOCH, Optional.of(QueueWorld.START)), Optional.empty()).jobs())
        .isEmpty();
    assertThat(
            step(
                    new ImageFilter(
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("gpt-image-1"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                    Optional.empty())
                .jobs())
        .isEmpty();
    assertThat(
            step(
                    new ImageFilter(
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new KeyId("key-1")),
                        Optional.of(JobState.FAILED)),
                    Optional.empty())
                .jobs())
        .hasSize(1);
  }

  @Test
  void another_tenant_finds_nothing() {
    JobId job = job(1, "a fox");
    var other = new TenantId("other");

    assertThat(
            world
                .<SearchJobs.Step>read(
                    tx -> search.step(tx, other, ImageFilter.NONE, Optional.empty()))
                .jobs())
        .isEmpty();
    assertThat(world.<List<Job>>read(tx -> search.among(tx, other, ImageFilter.NONE, List.of(job))))
        .isEmpty();
  }

  private JobId job(int number, String prompt) {
    JobSpec spec = QueueWorld.job(number, QueueWorld.TENANT, QueueWorld.ROUTE, 1, false);
    var order = new Generation(Order.of("gpt-image-2", prompt));
    var asked =
        new JobSpec(
            spec.id(),
            spec.tenant(),
            spec.key(),
            spec.route(),
            order,
            spec.origin(),
            spec.handling(),
            spec.price(),
            spec.created(),
            spec.created().plus(Duration.ofHours(1)));
    boolean _ =
        world.write(tx -> {
          world.queue.submitFailed(tx, asked, new JobFault.StorageFailed("full"));
          return true;
        });
    return asked.id();
  }

  private List<JobId> found(String text) {
    return step(filter(text), Optional.empty()).jobs().stream().map(Job::id).toList();
  }

  private SearchJobs.Step step(ImageFilter filter, Optional<JobId> from) {
    return world.read(tx -> search.step(tx, QueueWorld.TENANT, filter, from));
  }

  private static ImageFilter filter(String text) {
    return new ImageFilter(
        ImageFilter.words(text),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static ImageFilter between(Instant from, Optional<Instant> until) {
    return new ImageFilter(
        List.of(),
        Optional.of(from),
        until,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A hash that would be found if anybody looked at it. */
  private static final class OpenHash implements TextHash {
    @Override
    public String of(TenantId tenant, String text) {
      return "hash of " + text;
    }

    @Override
    public List<String> byEachKey(TenantId tenant, String text) {
      return List.of(of(tenant, text));
    }
  }
}
