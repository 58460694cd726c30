package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.image.JobFault;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.server.command.AtelierCommand;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** {@code jobs cancel} on a data directory ends a job as a server does. */
@Timeout(120)
class CancelCommandTest {
  private static final String PROMPT = "a slow fox";

  @Test
  void a_cancelled_job_counts_as_cancelled_and_its_text_goes_where_only_hashes_are_kept() {
    try (var server = LiveServer.start(Map.of(), new EchoProvider(false))) {
      var kept =
          server.send(
              server
                  .request("/api/v1/tenants/default/privacy")
                  .header("Content-Type", "application/json")
                  .method("PATCH", BodyPublishers.ofString("{\"prompts_hashed\":true}")));
      assertThat(kept.statusCode()).as(kept.body()).isEqualTo(200);
      var made = server.postJson("/api/v1/jobs", "{\"prompt\":\"" + PROMPT + "\",\"n\":2}");
      assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.jobs().getFirst().state() == JobState.RUNNING);
      String id = server.jobs().getFirst().id().toString();

      assertThat(AtelierCommand.run("jobs", "cancel", id, "--data", server.data().toString()))
          .isZero();

      Job job = server.jobs().getFirst();
      assertThat(job.state()).isEqualTo(JobState.CANCELLED);
      assertThat(job.fault()).containsInstanceOf(JobFault.Cancelled.class);
      assertThat(job.request().order().prompt().text()).doesNotContain(PROMPT);
      var usage =
          JsonMapper.shared()
              .readTree(server.get("/api/v1/usage?group_by=day").body())
              .path("total");
      assertThat(usage.path("jobs").intValue()).as(usage.toString()).isEqualTo(1);
      assertThat(usage.path("images_cancelled").intValue()).isEqualTo(2);
    }
  }
}
