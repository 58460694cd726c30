package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.PostgresAddress;
import dev.atelier.database.PostgresServer;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.server.wiring.DatabaseModule;
import dev.atelier.storage.s3.S3Server;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two servers over one PostgreSQL and one bucket. The first has one slot for its one account, in
 * which a job waits for its upstream for minutes: whatever else it takes, the second makes.
 */
final class TwoNodes implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final PostgresAddress database = PostgresServer.empty();
  final LiveServer first;
  final LiveServer second;
  private final DatabaseModule rows;
  private final JobId blocker;

  private TwoNodes(Map<String, String> more) {
    var settings =
        new HashMap<>(S3Server.settings(S3Server.location(), S3Server.running().endpoint()));
    settings.put("database", database.url());
    settings.put("database-user", "postgres");
    settings.put("database-connections", "9");
    settings.put("secret-key", "two-nodes-share-one-secret-key");
    settings.put("queue.sync-wait-max", "10m");
    settings.put("allow-private-networks", "true");
    settings.putAll(more);
    var one = new HashMap<>(settings);
    one.put("sandbox.concurrency", "1");
    this.first = LiveServer.start(one);
    this.rows = first.records();
    this.blocker = submit(first, "[atelier:delay=600s] a stone");
    await(blocker, JobState.RUNNING);
    this.second = LiveServer.start(settings);
  }

  static TwoNodes start() {
    return start(Map.of());
  }

  /**
   * @param more settings of both
   */
  static TwoNodes start(Map<String, String> more) {
    return new TwoNodes(more);
  }

  /** The job that occupies the first. */
  JobId blocker() {
    return blocker;
  }

  /** A job of our own API, for which nobody waits on the line. */
  JobId submit(LiveServer to, String prompt) {
    HttpResponse<String> answer =
        to.postJson(
            "/api/v1/jobs",
            """
            {"model":"gpt-image-2","prompt":"%s","size":"1024x640","quality":"low"}\
            """
                .formatted(prompt));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return JobId.parse(JsonMapper.shared().readTree(answer.body()).path("id").stringValue());
  }

  void await(JobId job, JobState state) {
    Awaitility.await().atMost(LONG).until(() -> job(job).state() == state);
  }

  Job job(JobId id) {
    return rows.database().read(tx -> rows.queue().find(tx, id)).orElseThrow();
  }

  Job newestJob() {
    return rows.database()
        .read(tx -> rows.queue().list(tx, TenantId.DEFAULT, Optional.empty(), Optional.empty(), 1))
        .getFirst();
  }

  List<AttemptRow> attempts(JobId id) {
    return rows.database().read(tx -> rows.queue().attempts(tx, id));
  }

  /** Ends the connections over which the two hear each other. */
  void killNotices() {
    PostgresServer.administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + database.url().replaceFirst(".*/", "")
            + "' AND application_name = 'atelier-notices'");
  }

  @Override
  public void close() {
    rows.close();
    second.close();
    first.close();
  }
}
