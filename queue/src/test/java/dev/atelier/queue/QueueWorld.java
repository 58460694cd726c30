package dev.atelier.queue;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Background;
import dev.atelier.image.ImageReport;
import dev.atelier.image.ImageRequest.Generation;
import dev.atelier.image.ImageSize;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Order;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.queue.claim.QueueDepth;
import dev.atelier.queue.claim.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** A queue over a database, at a time that the test sets. */
public final class QueueWorld implements AutoCloseable {
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  public static final String ROUTE = "gpt-image-2/generation";
  public static final String NODE = "node-1";
  public static final TenantId TENANT = new TenantId("acme");
  public static final AccountId ACCOUNT = new AccountId("main");
  public static final Usage USAGE = new Usage(10, 0, 1_000);
  public static final long PRICE = 4_200;
  public static final ImageReport REPORT =
      new ImageReport(
          new ImageSize(1024, 1024),
          OutputFormat.PNG,
          Quality.LOW,
          Background.OPAQUE,
          "sandbox",
          ACCOUNT,
          OptionalLong.of(7),
          Optional.empty(),
          List.of("structure"),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty());

  public final Database database;
  public final JobQueue queue;
  public Instant now = START;
  private int made;

  public QueueWorld(Database database, QueueSettings settings) {
    this.database = database;
    this.queue = new JobQueue(settings);
  }

  public static JobSpec job(
      int number, TenantId tenant, String route, int images, boolean interactive) {
    return new JobSpec(
        new JobId(uuid(number)),
        tenant,
        new KeyId("key-1"),
        route,
        new Generation(Order.of("gpt-image-2", "a red fox").withCount(images)),
        new Origin(
            "openai",
            "{\"note\":1}",
            "http://localhost",
            Optional.of(Duration.ofHours(2)),
            Optional.of("req_7"),
            Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")),
        new JobSpec.Handling(CompletionPolicy.EACH, interactive, false, false),
        Price.metered(5_000),
        START,
        START.plus(Duration.ofHours(1)));
  }

  public static JobSpec with(JobSpec job, CompletionPolicy completion) {
    return job.with(job.handling().with(completion));
  }

  public static JobSpec with(JobSpec job, Instant startBy) {
    return job.startingBy(startBy);
  }

  public static JobSpec retained(JobSpec job) {
    var handling = job.handling();
    return job.with(
        new JobSpec.Handling(
            handling.completion(), handling.interactive(), true, handling.subscribed()));
  }

  /** Ids of version 7 whose order is that of their numbers. */
  public static UUID uuid(int number) {
    return new UUID((0x019b_0000_0000L + number) << 16 | 0x7000, 0x8000_0000_0000_0000L);
  }

  public <T> T write(Function<Tx, T> body) {
    return database.write(body::apply);
  }

  public <T> T read(Function<Tx, T> body) {
    return database.read(body::apply);
  }

  public JobSpec newJob(int images) {
    return job(++made, TENANT, ROUTE, images, false);
  }

  public JobId submit(JobSpec job) {
    return write(tx -> {
      queue.submit(tx, job);
      return job.id();
    });
  }

  /** A queued job of the usual tenant and route. */
  public JobId queued(int images) {
    return submit(newJob(images));
  }

  public Lease running(JobSpec job) {
    return write(tx -> {
      queue.submit(tx, job);
      return queue.claimSubmitted(tx, job.id(), NODE, now, expires());
    });
  }

  public Optional<Lease> claim(String... routes) {
    return write(tx -> queue.claim(tx, Set.of(routes), NODE, now, expires()));
  }

  public AttemptId begin(Lease lease, int... images) {
    var attempt = new AttemptId(uuid(1_000_000 + ++made));
    var indexes = Arrays.stream(images).boxed().toList();
    return write(tx -> queue.begin(tx, lease, attempt, ACCOUNT, indexes, now));
  }

  public boolean finish(Lease lease, int image) {
    return write(tx -> finish(tx, lease, image));
  }

  boolean finish(Tx tx, Lease lease, int image) {
    return queue.finishImage(
        tx, lease, JobImage.done(image, artifact(image), USAGE, PRICE, REPORT, now));
  }

  public Optional<JobState> settle(Lease lease) {
    return write(tx -> queue.settle(tx, lease, now));
  }

  public CancelResult cancel(JobId job) {
    return cancel(TENANT, job);
  }

  public CancelResult cancel(TenantId tenant, JobId job) {
    return write(tx -> queue.cancel(tx, tenant, job, now));
  }

  public void requeue(Lease lease, Instant notBefore) {
    write(tx -> {
      queue.requeue(tx, lease, notBefore);
      return true;
    });
  }

  public Job job(JobId id) {
    return find(id).orElseThrow();
  }

  public Optional<Job> find(JobId id) {
    return read(tx -> queue.find(tx, id));
  }

  public Optional<Job> find(TenantId tenant, JobId id) {
    return read(tx -> queue.find(tx, tenant, id));
  }

  public List<AttemptRow> attempts(JobId id) {
    return read(tx -> queue.attempts(tx, id));
  }

  public QueueDepth depth() {
    return read(queue::depth);
  }

  public Instant expires() {
    return now.plusSeconds(15);
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  public static ArtifactId artifact(int number) {
    return new ArtifactId(uuid(2_000_000 + number));
  }

  @Override
  public void close() {
    database.close();
  }
}
