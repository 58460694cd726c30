package dev.atelier.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ArtifactId;
import dev.atelier.image.JobId;
import dev.atelier.queue.events.JobEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What notices about jobs say, and that later versions may say more. */
class EventLineTest {
  private static final JobId JOB = new JobId(new UUID(1, 2));

  @Test
  void what_is_written_is_read_back() {
    for (JobEvent event :
        List.of(
            new JobEvent.Started(JOB),
            new JobEvent.Progress(JOB, 0.25),
            new JobEvent.ImageDone(JOB, 3),
            new JobEvent.Ended(JOB))) {
      String text = EventLine.of(event).orElseThrow();
      assertThat(EventLine.parse(text)).contains(new EventLine.Told(event));
    }
    var preview = new EventLine.Preview(JOB, 1, 2, new ArtifactId(new UUID(3, 4)));
    assertThat(EventLine.parse(preview.text())).contains(preview);
  }

  @Test
  void what_others_cannot_use_is_not_written() {
    assertThat(EventLine.of(new JobEvent.Partial(JOB, 0, 0, Path.of("file")))).isEmpty();
    assertThat(EventLine.of(new JobEvent.Missed(JOB))).isEmpty();
  }

  @Test
  void what_is_not_known_is_left_out() {
    for (String text :
        List.of(
            "",
            "ended",
            "ended nothing",
            "paused " + JOB,
            "image " + JOB + " x",
            "preview " + JOB + " 1",
            "progress " + JOB + " much")) {
      assertThat(EventLine.parse(text)).as(text).isEmpty();
    }
  }
}
