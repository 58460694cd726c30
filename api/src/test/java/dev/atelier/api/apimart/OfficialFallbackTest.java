package dev.atelier.api.apimart;

import static dev.atelier.api.apimart.Client.assertError;
import static dev.atelier.api.apimart.Client.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Reply;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which accounts a task may use, and what it costs then. */
@Timeout(120)
class OfficialFallbackTest {
  private static final String FALLBACK = "\"official_fallback\":true";
  private static final double TIER_USD = 0.0085;
  @TempDir Path directory;
  private final Held held = new Held();
  private final FakeProvider standard = FakeProvider.paid();
  private final FakeProvider official =
      new FakeProvider("official", new Capabilities(10, false, false, true));

  @Test
  void a_task_without_it_waits_for_an_ordinary_account() throws Exception {
    standard.answers(held);
    try (var server = both()) {
      var client = new Client(server);
      client.submit("");
      held.awaitBegun();
      String waiting = id(client.submit("\"official_fallback\":false"));
      client.ended(id(client.official("")));
      assertThat(client.query(waiting).text("/data/status")).isEqualTo("submitted");
      held.release();

      Reply done = client.ended(waiting);

      assertThat(done.text("/data/status")).isEqualTo("completed");
      assertThat(done.json().at("/data/cost").doubleValue()).isEqualTo(TIER_USD);
      assertThat(official.calls()).hasSize(1);
      assertThat(standard.calls()).hasSize(2);
    }
  }

  @Test
  void a_task_with_it_uses_the_official_account_when_no_other_is_free() throws Exception {
    standard.answers(held);
    try (var server = both()) {
      var client = new Client(server);
      client.submit("");
      held.awaitBegun();

      String task = id(client.submit(FALLBACK));
      Reply done = client.ended(task);

      assertThat(official.calls()).hasSize(1);
      long charged = server.charges(JobIdFormat.parse(task).orElseThrow()).getFirst().micros();
      assertThat(charged).isGreaterThan(50_000);
      assertThat(done.json().at("/data/cost").doubleValue()).isEqualTo(charged / 1e6);
      held.release();
    }
  }

  @Test
  void a_task_with_it_costs_no_more_where_it_was_not_needed() throws Exception {
    try (var server = both()) {
      var client = new Client(server);
      Reply done = client.ended(id(client.submit(FALLBACK)));

      assertThat(official.calls()).isEmpty();
      assertThat(done.json().at("/data/cost").doubleValue()).isEqualTo(TIER_USD);
    }
  }

  @Test
  void money_for_the_dearer_picture_must_be_there() throws Exception {
    try (var server = both()) {
      var client = new Client(server);
      server.budget(20_000);

      assertError(client.submit(FALLBACK), 402, "payment_required");
      assertThat(client.submit("").status()).isEqualTo(200);
    }
  }

  @Test
  void with_official_accounts_alone_the_ordinary_model_is_not_there() throws Exception {
    try (var server =
        ApiServer.start(directory, s -> s.withoutUpstreams().and(official, "official"))) {
      var client = new Client(server);

      assertError(client.submit(""), 403, "permission_error");
      assertThat(server.jobs()).isZero();
      client.ended(id(client.submit(FALLBACK)));
      client.ended(id(client.official("")));
      assertThat(server.post("/v1/images/generations", "{\"prompt\":\"fox\"}").status())
          .isEqualTo(200);
      assertThat(official.calls()).hasSize(3);
    }
  }

  private ApiServer both() throws Exception {
    return ApiServer.start(
        directory, s -> s.with(standard).and(official, "official").withConcurrency(1));
  }
}
