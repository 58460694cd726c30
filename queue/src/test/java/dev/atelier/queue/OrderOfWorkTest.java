package dev.atelier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.queue.claim.QueueDepth;
import dev.atelier.queue.claim.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose turn it is, in examples and against a model under random schedules. */
class OrderOfWorkTest {
  private static final String ROUTE = QueueWorld.ROUTE;
  private static final List<String> ROUTES = List.of(ROUTE, "a/edit", "b/generation");
  private static final Set<String> ALL = Set.copyOf(ROUTES);
  private static final int NEVER = Integer.MAX_VALUE;
  private int made;

  @Test
  void a_job_with_a_caller_waiting_goes_first() {
    try (var world = world(NEVER)) {
      var background = world.submit(job("a", false));
      var interactive = world.submit(job("a", true));
      assertThat(claims(world, 2)).containsExactly(interactive, background);
    }
  }

  @Test
  void tenants_take_turns() {
    try (var world = world(NEVER)) {
      var big = submit(world, "big", 5);
      var small = submit(world, "small", 2);
      assertThat(claims(world, 7))
          .containsExactly(
              big.get(0),
              small.get(0),
              big.get(1),
              small.get(1),
              big.get(2),
              big.get(3),
              big.get(4));
    }
  }

  @Test
  void every_fourth_claim_takes_a_background_job_first() {
    try (var world = world(4)) {
      var background = submit(world, "a", 2);
      var interactive = new ArrayList<JobId>();
      for (int i = 0; i < 5; i++) {
        interactive.add(world.submit(job("b", true)));
      }
      assertThat(claims(world, 7))
          .containsExactly(
              interactive.get(0),
              interactive.get(1),
              interactive.get(2),
              background.get(0),
              interactive.get(3),
              interactive.get(4),
              background.get(1));
    }
  }

  @Test
  void background_jobs_are_fair_between_tenants_while_interactive_ones_wait() {
    try (var world = world(4)) {
      var big = submit(world, "big", 8);
      var small = submit(world, "small", 2);
      for (int i = 0; i < 20; i++) {
        world.submit(job("live", true));
        world.submit(job("big", true));
      }
      var background =
          claims(world, 16).stream().filter(id -> big.contains(id) || small.contains(id)).toList();
      assertThat(background).containsExactly(big.get(0), small.get(0), big.get(1), small.get(1));
    }
  }

  @Test
  void more_routes_than_one_query_takes_are_served() {
    try (var world = world(NEVER)) {
      var routes = new ArrayList<String>();
      for (int i = 0; i < 1_000; i++) {
        routes.add("model-%03d/generation".formatted(i));
      }
      var late = world.submit(job("a", routes.get(999), false));
      var early = world.submit(job("b", routes.get(450), false));
      var all = routes.toArray(String[]::new);
      assertThat(world.claim(all).map(Lease::job)).contains(late);
      assertThat(world.claim(all).map(Lease::job)).contains(early);
      assertThat(world.claim(all)).isEmpty();
    }
  }

  @Test
  void a_tenant_served_on_one_route_waits_for_its_turn_on_another() {
    try (var world = world(NEVER)) {
      world.submit(job("a", ROUTE, false));
      var secondOfA = world.submit(job("a", "a/edit", false));
      var ofB = world.submit(job("b", "a/edit", false));
      claims(world, 1);
      assertThat(claims(world, 2)).containsExactly(ofB, secondOfA);
    }
  }

  @Test
  void jobs_whose_time_has_come_all_get_ready_however_many() {
    try (var world = world(4)) {
      var leases = new ArrayList<Lease>();
      for (int i = 0; i < 250; i++) {
        leases.add(world.running(job("a", false)));
      }
      leases.forEach(lease -> world.requeue(lease, world.now.plusSeconds(1)));
      world.pass(Duration.ofSeconds(1));
      assertThat(claims(world, 250))
          .containsExactlyInAnyOrderElementsOf(leases.stream().map(Lease::job).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void a_random_schedule_goes_as_the_model_says(long seed) {
    try (var world = world(4)) {
      new Schedule(world, new ModelQueue(4), new Random(seed)).run(400);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void the_place_of_a_job_is_the_number_of_fair_claims_before_it(long seed) {
    var random = new Random(seed);
    try (var world = world(0)) {
      var model = new ModelQueue(NEVER);
      boolean interactive = random.nextBoolean();
      for (int i = 0; i < 60; i++) {
        String route = random.nextBoolean() ? ROUTE : "a/edit";
        var job = job("t" + random.nextInt(6), route, interactive);
        world.submit(job);
        model.add(job, world.now);
        if (random.nextInt(3) == 0) {
          assertThat(world.claim(ROUTE, "a/edit").map(Lease::job))
              .isEqualTo(model.claim(ALL, world.now));
        }
      }
      for (var entry : model.queued()) {
        assertThat(ahead(world, entry.job().id(), ROUTE, "a/edit"))
            .isEqualTo(lane(model, entry.job().id()));
      }
    }
  }

  @Test
  void the_place_of_a_polled_job_is_behind_all_waiting_ones_of_its_route() {
    try (var world = world(NEVER)) {
      var first = world.submit(job("a", false));
      var second = world.submit(job("a", false));
      world.submit(job("b", true));
      world.submit(job("a", "a/edit", true));
      assertThat(ahead(world, first, ROUTE)).isEqualTo(1);
      assertThat(ahead(world, second, ROUTE)).isEqualTo(2);
      assertThat(ahead(world, second, ROUTE, "a/edit")).isEqualTo(3);
      claims(world, 3);
      assertThat(ahead(world, second, ROUTE)).isEqualTo(0);
      assertThat(ahead(world, first, ROUTE)).isEqualTo(0);
    }
  }

  private static long lane(ModelQueue model, JobId job) {
    var future = model.copy();
    long before = 0;
    while (!future.claim(ALL, Instant.MAX).equals(Optional.of(job))) {
      before++;
    }
    return before;
  }

  private static long ahead(QueueWorld world, JobId job, String... routes) {
    return world.read(tx -> world.queue.ahead(tx, job, Set.of(routes)));
  }

  /** An empty database with the queue's schema. */
  Database database() {
    return DirectDatabase.open(LeaseContract.MIGRATIONS);
  }

  /** How it is used. */
  QueueSettings settings(int backgroundEvery) {
    return new QueueSettings(10_000, 10_000, backgroundEvery, Duration.ZERO);
  }

  private QueueWorld world(int backgroundEvery) {
    return new QueueWorld(database(), settings(backgroundEvery));
  }

  private JobSpec job(String tenant, boolean interactive) {
    return job(tenant, ROUTE, interactive);
  }

  private JobSpec job(String tenant, String route, boolean interactive) {
    return QueueWorld.job(++made, new TenantId(tenant), route, 1, interactive);
  }

  private List<JobId> submit(QueueWorld world, String tenant, int jobs) {
    var ids = new ArrayList<JobId>();
    for (int i = 0; i < jobs; i++) {
      ids.add(world.submit(job(tenant, false)));
    }
    return ids;
  }

  private static List<JobId> claims(QueueWorld world, int times) {
    var ids = new ArrayList<JobId>();
    for (int i = 0; i < times; i++) {
      ids.add(world.claim(ROUTES.toArray(String[]::new)).orElseThrow().job());
    }
    return ids;
  }

  /** Does the same to a queue and to the model, at random, and compares. */
  private final class Schedule {
    private final QueueWorld world;
    private final ModelQueue model;
    private final Random random;
    private final Map<JobId, JobSpec> jobs = new HashMap<>();
    private final List<Lease> running = new ArrayList<>();

    Schedule(QueueWorld world, ModelQueue model, Random random) {
      this.world = world;
      this.model = model;
      this.random = random;
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        step();
        compareDepth();
      }
      world.pass(Duration.ofMinutes(30));
      while (claim(ALL)) {
        compareDepth();
      }
      assertThat(model.queued()).isEmpty();
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> submit();
        case 4, 5, 6 -> claim(someRoutes());
        case 7 -> requeue();
        case 8 -> cancelQueued();
        case 9 -> finish();
        case 10 -> submitAndClaim();
        default -> world.pass(Duration.ofSeconds(random.nextInt(20)));
      }
    }

    private JobSpec newJob() {
      var tenant = "t" + random.nextInt(4);
      var job = job(tenant, ROUTES.get(random.nextInt(3)), random.nextInt(3) == 0);
      jobs.put(job.id(), job);
      return job;
    }

    private void submit() {
      var job = newJob();
      world.submit(job);
      model.add(job, world.now);
    }

    private void submitAndClaim() {
      running.add(world.running(newJob()));
    }

    private boolean claim(Set<String> routes) {
      var claimed = world.claim(routes.toArray(String[]::new));
      assertThat(claimed.map(Lease::job)).isEqualTo(model.claim(routes, world.now));
      claimed.ifPresent(running::add);
      return claimed.isPresent();
    }

    private Set<String> someRoutes() {
      return random.nextBoolean() ? ALL : Set.of(ROUTES.get(random.nextInt(3)));
    }

    private void requeue() {
      if (!running.isEmpty()) {
        var lease = running.remove(random.nextInt(running.size()));
        var notBefore = world.now.plusSeconds(random.nextInt(30));
        world.requeue(lease, notBefore);
        model.add(Objects.requireNonNull(jobs.get(lease.job())), notBefore);
      }
    }

    private void cancelQueued() {
      if (!model.queued().isEmpty()) {
        var job = model.queued().get(random.nextInt(model.queued().size())).job();
        assertThat(world.cancel(job.tenant(), job.id())).isEqualTo(CancelResult.CANCELLED);
        model.remove(job.id());
      }
    }

    private void finish() {
      if (!running.isEmpty()) {
        var lease = running.remove(random.nextInt(running.size()));
        world.finish(lease, 0);
        assertThat(world.settle(lease)).contains(JobState.SUCCEEDED);
      }
    }

    private void compareDepth() {
      long interactive =
          model.queued().stream().filter(entry -> entry.job().handling().interactive()).count();
      assertThat(world.depth())
          .isEqualTo(
              new QueueDepth(interactive, model.queued().size() - interactive, running.size()));
    }
  }
}
