package dev.atelier.gateway;

import static dev.atelier.gateway.World.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.Blocked;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.JobId;
import dev.atelier.media.Decoder;
import dev.atelier.media.PixelBudget;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.WhenAway;
import dev.atelier.moderation.classifier.ClassifierPolicy;
import dev.atelier.moderation.classifier.ClassifierSettings;
import dev.atelier.moderation.classifier.Thresholds;
import dev.atelier.provider.FakeProvider;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results through the real classifier, from a provider that is paid. */
class ClassifiedResultsTest {
  /** So strict that a black picture, 2 % explicit to the model, is refused. */
  private static final Thresholds STRICT = new Thresholds(0.02, 0.02, 0.02, 0.9);

  @TempDir Path directory;

  @Test
  void a_refused_result_is_not_delivered_nor_charged() {
    try (var policy = policy(STRICT);
        World here = world(policy)) {
      JobId id = here.submit(order("a fox")).job().id();
      here.work();

      Job job = here.job(id);
      assertThat(job.fault()).contains(new Blocked(Stage.OUTPUT, List.of("sexual")));
      assertThat(job.images().getFirst().artifact()).isEmpty();
      assertThat(here.charges(id)).isEmpty();
      assertThat(here.balance().held()).isZero();
      assertThat(here.audit()).isEmpty();
    }
  }

  @Test
  void a_harmless_result_is_delivered_charged_and_said_to_have_been_looked_at() {
    try (var policy = policy(Thresholds.DEFAULT);
        World here = world(policy)) {
      JobId id = here.submit(order("a fox")).job().id();
      here.work();

      Job job = here.job(id);
      assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(job.images().getFirst().report().orElseThrow().checks()).contains("moderation");
      assertThat(here.charges(id)).hasSize(1);
      assertThat(here.audit()).isEmpty();
    }
  }

  private World world(ClassifierPolicy policy) {
    var moderation = new Moderation(List.of(), List.of(policy));
    return World.of(directory, new World.Settings(4, 100, moderation), FakeProvider.paid());
  }

  private static ClassifierPolicy policy(Thresholds thresholds) {
    var settings =
        new ClassifierSettings(Action.REFUSE, thresholds, Duration.ofSeconds(60), WhenAway.REFUSE);
    return ClassifierPolicy.of(settings, PixelBudget.ofCores(), new Decoder(), Runnable::run);
  }
}
