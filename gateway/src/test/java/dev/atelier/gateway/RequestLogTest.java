package dev.atelier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.gateway.query.AccountActivity;
import dev.atelier.gateway.query.AmbiguousWindow;
import dev.atelier.gateway.query.FindAttempts;
import dev.atelier.gateway.query.JobAttempt;
import dev.atelier.image.AccountId;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.SizeChoice;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.metering.ledger.UpstreamCost.Basis;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.FakeProvider.Answer;
import dev.atelier.provider.Results.Statement;
import dev.atelier.queue.AttemptFilter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can read of every call. */
class RequestLogTest {
  private static final AccountId FAKE = new AccountId("fake");

  @TempDir Path directory;
  private final FakeProvider provider = FakeProvider.paid();
  private World world;

  @BeforeEach
  void start() {
    world = World.of(directory, provider);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_call_that_went_well_is_kept_with_what_came() {
    provider.answers((fake, call, results) -> {
      results.stated(
          new Statement(
              Optional.empty(), Optional.of(new Usage(10, 0, 392)), Map.of("quality", "low")));
      world.clock.advance(Duration.ofSeconds(7));
      return Answer.SUCCESS.give(fake, call, results);
    });

    JobAttempt attempt = only(submit(2));

    var report = attempt.report().orElseThrow();
    assertThat(attempt.provider()).contains("fake");
    assertThat(report.delivered()).isEqualTo(2);
    assertThat(report.received())
        .extracting(image -> image.size().toString())
        .containsExactly("1024x1024", "1024x1024");
    assertThat(report.latency().whole()).isEqualTo(Duration.ofSeconds(7));
    assertThat(report.stated()).isEqualTo(Map.of("quality", "low"));
    assertThat(report.usage()).contains(new Usage(10, 0, 392));
    assertThat(attempt.window()).isEmpty();
    assertThat(attempt.cost())
        .as("10 tokens at $5 and 392 at $30 per million")
        .contains(new UpstreamCost(11_810, Basis.ESTIMATED));
  }

  @Test
  void what_the_upstream_says_that_it_bills_is_the_cost() {
    provider.answers((fake, call, results) -> {
      results.stated(Statement.of(new BigDecimal("0.0541205")));
      return Answer.SUCCESS.give(fake, call, results);
    });

    assertThat(only(submit(2)).cost()).contains(new UpstreamCost(54_121, Basis.TOLD));
  }

  @Test
  void a_refusal_that_is_billed_all_the_same_is_a_cost() {
    provider.answers((_, _, results) -> {
      results.stated(Statement.of(new BigDecimal("0.002")));
      return new AttemptOutcome.Refused("no", Optional.empty(), List.of());
    });

    JobAttempt attempt = only(submit(1));
    assertThat(attempt.cost()).contains(new UpstreamCost(2_000, Basis.TOLD));
    assertThat(attempt.report().orElseThrow().delivered()).isZero();
  }

  @Test
  void a_call_that_is_not_billed_has_no_cost() {
    provider.answers((_, _, results) -> {
      results.stated(Statement.of(BigDecimal.ZERO));
      return new AttemptOutcome.Refused("no", Optional.empty(), List.of());
    });
    assertThat(only(submit(1)).cost()).isEmpty();
  }

  @Test
  void a_call_whose_end_is_not_known_is_ambiguous_in_a_named_window() {
    provider.answers(Answer.of(new Unknown("no-answer")));

    JobAttempt attempt = only(submit(1));

    assertThat(attempt.window()).contains(AmbiguousWindow.NO_ANSWER);
    assertThat(attempt.cost()).map(UpstreamCost::basis).contains(Basis.AMBIGUOUS);
    assertThat(attempt.cost())
        .map(UpstreamCost::micros)
        .hasValueSatisfying(micros -> assertThat(micros).isPositive());
  }

  @Test
  void a_call_that_a_dead_process_left_shows_as_such() {
    var stopped = new IllegalStateException("killed");
    provider.answers((_, _, _) -> {
      throw new Killed(stopped);
    });
    JobId job = world.submit(World.order("a red fox")).job().id();
    try {
      world.work();
    } catch (Killed e) {
      assertThat(e).hasCause(stopped);
    }
    assertThat(of(job).getFirst().row().open()).isTrue();
    assertThat(of(job).getFirst().provider()).contains("fake");

    world.restart();

    JobAttempt attempt = of(job).getFirst();
    assertThat(attempt.window()).contains(AmbiguousWindow.PROCESS_ENDED);
    assertThat(attempt.report()).isEmpty();
    assertThat(attempt.cost()).map(UpstreamCost::basis).contains(Basis.AMBIGUOUS);
  }

  @Test
  void a_call_that_costs_nothing_is_logged_without_a_cost() {
    var free = new FakeProvider("free", new Capabilities(10, false, true, true));
    try (World other = World.of(directory.resolve("other"), free)) {
      JobId job = other.submit(World.order("a red fox")).job().id();
      other.work();
      JobAttempt attempt = find(other).of(job).getFirst();
      assertThat(attempt.cost()).isEmpty();
      assertThat(attempt.report().orElseThrow().delivered()).isEqualTo(1);
    }
  }

  @Test
  void what_an_account_did_lately_is_counted_and_certain_cost_apart() {
    provider.answers(
        told("0.006"),
        told("0.012"),
        Answer.of(new Unknown("cut")),
        Answer.of(NotSent.credential(401, "no")));
    submit(1);
    world.advance(FindAttempts.LATELY);
    submit(2);
    submit(1);
    submit(1);

    AccountActivity activity = find(world).lately(FAKE, world.clock.instant());

    assertThat(activity.totals().attempts()).isEqualTo(4); // the first at the bound of the time
    assertThat(activity.totals().ordered()).isEqualTo(5);
    assertThat(activity.totals().delivered()).isEqualTo(3);
    assertThat(activity.spend().micros()).isEqualTo(18_000);
    assertThat(activity.spend().ambiguousAttempts()).isEqualTo(1);
    world.clock.advance(Duration.ofSeconds(1));
    assertThat(find(world).lately(FAKE, world.clock.instant()).totals().attempts()).isEqualTo(3);
  }

  @Test
  void the_log_is_the_operators_and_each_tenant_has_its_own() {
    JobId job = submit(1);
    var reader = principal(TenantId.DEFAULT, Set.of(Scope.READ));
    var other = principal(new TenantId("other"), Scope.all());
    assertThat(find(world).list(World.CALLER, all(World.CALLER))).hasSize(1);
    assertThat(find(world).list(other, all(other))).isEmpty();
    assertThatThrownBy(() -> find(world).list(reader, all(reader)))
        .isInstanceOf(FaultException.class);
    assertThatThrownBy(() -> world.runtime.gateway().explain().of(reader, world.job(job)))
        .isInstanceOf(FaultException.class);
    assertThatThrownBy(() -> find(world).list(other, all(World.CALLER)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Answer told(String usd) {
    return (fake, call, results) -> {
      results.stated(Statement.of(new BigDecimal(usd)));
      return Answer.SUCCESS.give(fake, call, results);
    };
  }

  private static Principal principal(TenantId tenant, Set<Scope> scopes) {
    return new Principal(tenant, new KeyId("key-2"), scopes, Optional.empty());
  }

  private static AttemptFilter all(Principal principal) {
    return new AttemptFilter(
        principal.tenant(), Instant.EPOCH, Optional.empty(), Optional.empty(), 10);
  }

  private static FindAttempts find(World world) {
    return world.runtime.gateway().attempts();
  }

  private List<JobAttempt> of(JobId job) {
    return find(world).of(job);
  }

  private JobAttempt only(JobId job) {
    assertThat(of(job)).hasSize(1);
    return of(job).getFirst();
  }

  private JobId submit(int images) {
    var order = World.order("a red fox");
    var sized =
        order.withCount(images).withOutput(order.output().withSize(SizeChoice.of(1024, 1024)));
    JobId job = world.submit(sized).job().id();
    world.work();
    return job;
  }

  /** What no worker catches, as a process that dies. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(Throwable cause) {
      super(cause);
    }
  }
}
