package dev.atelier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atelier.gateway.submit.CostLimit;
import dev.atelier.image.FaultException;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told to metrics and traces. */
class ObserverTest {
  @TempDir Path directory;

  @Test
  void a_job_is_told_of_from_its_submission_to_its_end() {
    try (var world = World.of(directory, FakeProvider.paid())) {
      var job = world.submit(World.order("a red fox")).job().id();
      world.work();

      long charged = world.charges(job).getFirst().micros();
      assertThat(charged).isPositive();
      assertThat(world.heard.lines())
          .containsExactlyInAnyOrder(
              "submitted NEW",
              "started after 0 s",
              "attempt at fake succeeded",
              "charged " + charged,
              "ended SUCCEEDED");
    }
  }

  @Test
  void only_the_first_start_counts_as_waiting() {
    var provider =
        FakeProvider.paid()
            .answers(
                FakeProvider.Answer.unsent(
                    FakeProvider.Answer.of(AttemptOutcome.NotSent.unreachable("refused"))));
    try (var world = World.of(directory, new World.Settings(1, 100, Moderation.OFF), provider)) {
      world.submit(World.order("a red fox"));
      world.submit(World.order("a blue fox"));
      world.clock.advance(Duration.ofSeconds(7));
      world.work();
      for (int i = 0; i < 4; i++) {
        world.advance(Duration.ofMinutes(1));
      }

      assertThat(world.heard.lines().stream().filter(line -> line.startsWith("started")))
          .hasSize(2);
      assertThat(world.heard.lines().stream().filter(line -> line.startsWith("attempt")))
          .hasSize(3);
      assertThat(world.heard.lines().stream().filter(line -> line.startsWith("ended SUCCEEDED")))
          .hasSize(2);
    }
  }

  @Test
  void an_order_that_is_not_taken_is_told_with_its_reason() {
    try (var world = World.of(directory, FakeProvider.paid())) {
      assertThatExceptionOfType(FaultException.class)
          .isThrownBy(() ->
              world.submit(
                  World.submission(World.order("a fox"))
                      .upTo(new CostLimit(Optional.of(1L), Optional.empty()))));

      assertThat(world.heard.lines()).containsExactly("refused test AboveMaxCost");
    }
  }
}
