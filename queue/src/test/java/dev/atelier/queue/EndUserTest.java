package dev.atelier.queue;

import static dev.atelier.queue.QueueWorld.TENANT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.DirectDatabase;
import dev.atelier.image.JobId;
import dev.atelier.queue.claim.QueueSettings;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom a job is for: a column, and what it was before. */
class EndUserTest {
  private static final String MIGRATION = "migrations/V371__end_user.sql";

  private final QueueWorld world =
      new QueueWorld(DirectDatabase.open(LeaseContract.MIGRATIONS), QueueSettings.DEFAULT);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void it_is_kept_in_its_column_alone() {
    JobId id = submit("u-17");

    assertThat(column(id, "end_user")).hasValue("u-17");
    assertThat(column(id, "request").orElseThrow()).doesNotContain("u-17", "endUser");
    assertThat(endUser(id)).hasValue("u-17");
    assertThat(endUser(world.queued(1))).isEmpty();
  }

  @Test
  void a_job_of_an_earlier_release_is_brought_along() throws IOException {
    JobId id = submit("u-17");
    JobId other = world.queued(1);
    world.write(tx ->
        tx.update(
            "UPDATE job SET end_user = NULL, request = json_set(request, '$.order.endUser', 'u-18')"
                + " WHERE id = ?",
            id.value()));

    String update = statement();
    world.write(tx -> tx.update(update));

    assertThat(column(id, "end_user")).hasValue("u-18");
    assertThat(column(id, "request").orElseThrow()).doesNotContain("u-18");
    assertThat(endUser(id)).hasValue("u-18");
    assertThat(endUser(other)).isEmpty();
  }

  @Test
  void open_jobs_are_counted_for_tenant_key_and_end_user() {
    JobId id = submit("u-17");
    submit("u-18");
    world.queued(1);

    assertThat(count(OpenJobs.ofTenant(TENANT, OpenJobs.Which.ALL))).isEqualTo(3);
    assertThat(count(OpenJobs.ofUser(TENANT, "u-17", OpenJobs.Which.QUEUED))).isEqualTo(1);
    assertThat(
            world.<Integer>read(
                tx -> OpenJobs.ofTenant(TENANT, OpenJobs.Which.QUEUED).count(tx, 2)))
        .isEqualTo(2);
    world.write(tx -> world.queue.cancel(tx, TENANT, id, world.now));
    assertThat(count(OpenJobs.ofUser(TENANT, "u-17", OpenJobs.Which.ALL))).isZero();
    JobSpec any = world.newJob(1);
    assertThat(count(OpenJobs.ofKey(any.key(), OpenJobs.Which.ALL))).isEqualTo(2);
  }

  private int count(OpenJobs open) {
    return world.read(tx -> open.count(tx, 100));
  }

  private JobId submit(String user) {
    JobSpec job = world.newJob(1);
    var request = job.request();
    return world.submit(
        new JobSpec(
            job.id(),
            job.tenant(),
            job.key(),
            job.route(),
            request.with(request.order().withEndUser(Optional.of(user))),
            job.origin(),
            job.handling(),
            job.price(),
            job.created(),
            job.startBy()));
  }

  private Optional<String> endUser(JobId id) {
    return world.read(tx -> world.queue.find(tx, id).orElseThrow()).request().order().endUser();
  }

  private Optional<String> column(JobId id, String name) {
    return world.read(tx ->
        tx.first(
                "SELECT " + name + " FROM job WHERE id = ?",
                row -> row.textOrNull(name),
                id.value())
            .flatMap(found -> found));
  }

  private static String statement() throws IOException {
    try (var in = JobQueue.class.getResourceAsStream(MIGRATION)) {
      String all = new String(in.readAllBytes(), UTF_8);
      int from = all.indexOf("UPDATE");
      return all.substring(from, all.indexOf(';', from));
    }
  }
}
