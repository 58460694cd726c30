package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Reply;
import dev.atelier.provider.FakeProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An administrator has a job that waits served first, or later; nothing else can be moved. */
@Timeout(60)
class LaneTest {
  private static final String MOVE = "POST /jobs/{id}/lane";
  @TempDir Path directory;

  @Test
  void a_waiting_job_is_moved_up_and_the_audit_log_says_so() throws Exception {
    var held = new Held();
    try (var server =
        ApiServer.start(
            directory, s -> s.with(FakeProvider.paid().answers(held)).withConcurrency(1))) {
      var client = new Client(server);
      String running = client.submit("").text("/id");
      held.awaitBegun();
      Reply _ = client.submit("");
      Reply last = client.submit("");
      String lane = Client.JOBS + "/" + last.text("/id") + "/lane";
      assertThat(last.text("/lane")).isEqualTo("background");
      assertThat(last.json().at("/queue_position").intValue()).isEqualTo(1);

      Reply moved = Contract.kept(MOVE, server.post(lane, "{\"lane\":\"interactive\"}"));

      assertThat(moved.status()).as(moved.body()).isEqualTo(200);
      Reply now = client.job(last.text("/id"));
      assertThat(now.text("/lane")).isEqualTo("interactive");
      assertThat(now.json().at("/queue_position").intValue()).isZero();
      assertThat(server.get("/api/v1/audit?limit=1").body())
          .contains("\"act\":\"job.move\"", last.text("/id"), "\"lane\":\"interactive\"");
      Client.assertProblem(
          Contract.kept(MOVE, server.post(lane, "{\"lane\":\"fast\"}")), 422, "invalid-field");
      Client.assertProblem(Contract.kept(MOVE, server.post(lane, "{}")), 422, "invalid-field");
      String other = Client.JOBS + "/" + running + "/lane";
      Client.assertProblem(
          Contract.kept(MOVE, server.post(other, "{\"lane\":\"interactive\"}")), 404, "not-found");
      held.release();
      assertThat(client.ended(last.text("/id")).text("/state")).isEqualTo("succeeded");
    }
  }
}
