package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.provider.FakeProvider;
import dev.atelier.server.PrintedCommand;
import dev.atelier.server.command.AtelierCommand;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of administrators, beside a server and through it. */
@Timeout(120)
class AdministrationTest {
  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_tenant_gets_a_key_and_limits_and_is_suspended(boolean through) {
    JsonNode tenant = command(through, "tenants", "create", "acme", "--label", "Acme");
    assertThat(tenant.path("label").stringValue()).isEqualTo("Acme");
    JsonNode key =
        command(
            through,
            "keys",
            "create",
            "desk",
            "--tenant",
            "acme",
            "--model",
            "openai:gpt-image@2",
            "--dialect",
            "openai");
    String secret = key.path("secret").stringValue();
    String id = key.path("id").stringValue();
    assertThat(key.path("models").toString()).isEqualTo("[\"gpt-image-2\"]");
    assertThat(order(secret, "/v1/images/generations").statusCode()).isEqualTo(200);
    assertThat(order(secret, "/api/v1/jobs").statusCode()).isEqualTo(403);

    command(through, "limits", "set", "--of-key", id, "--size-max", "256x256");
    assertThat(command(through, "limits", "show", "--of-key", id).path("size_max").stringValue())
        .isEqualTo("256x256");
    if (through) {
      assertThat(order(secret, "/v1/images/generations").body())
          .contains("the key's limit allows sizes of up to 256x256");
    }
    assertThat(command(through, "limits", "clear", "--of-key", id).path("size_max").isNull())
        .isTrue();

    JsonNode next = command(through, "keys", "rotate", id, "--grace-hours", "1");
    String successor = next.path("secret").stringValue();
    assertThat(order(successor, "/v1/images/generations").statusCode()).isEqualTo(200);
    command(through, "keys", "revoke", id);
    assertThat(command(through, "keys", "show", id).path("revoked_at").isNull()).isFalse();
    assertThat(command(through, "keys", "list", "--tenant", "acme")).hasSize(2);

    command(through, "tenants", "suspend", "acme");
    if (through) {
      HttpResponse<String> refused = order(successor, "/v1/images/generations");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("suspended");
      assertThat(order(secret, "/v1/images/generations").statusCode()).isEqualTo(401);
    }
    command(through, "tenants", "resume", "acme");
    assertThat(order(successor, "/v1/images/generations").statusCode()).isEqualTo(200);

    JsonNode audit = command(through, "audit", "list", "--tenant", "acme");
    var acts = new ArrayList<String>();
    audit.forEach(entry -> acts.add(entry.path("act").stringValue()));
    assertThat(acts.reversed())
        .containsExactly(
            "tenant.create",
            "key.create",
            "limits.set",
            "limits.clear",
            "key.rotate",
            "key.revoke",
            "tenant.suspend",
            "tenant.resume");
    assertThat(audit.toString()).doesNotContain(secret, successor);
    if (!through) {
      assertThat(audit.toString()).contains("\"by_key\":\"operator\"");
      assertThat(command(false, "jobs", "list", "--tenant", "*").toString()).contains("\"acme\"");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_tenant_pays_in_advance_and_spends_no_more(boolean through) {
    server.close();
    server = LiveServer.start(Map.of(), FakeProvider.paid());
    command(through, "tenants", "create", "acme");
    String secret =
        command(through, "keys", "create", "--tenant", "acme").path("secret").stringValue();
    command(through, "ledger", "billing", "acme", "prepaid");
    HttpResponse<String> broke = order(secret, "/v1/images/generations");
    assertThat(broke.statusCode()).isEqualTo(429);
    assertThat(broke.body()).contains("insufficient_quota");

    command(through, "ledger", "top-up", "acme", "0.06", "--note", "invoice 17");
    assertThat(order(secret, "/v1/images/generations").statusCode()).isEqualTo(200);
    assertThat(order(secret, "/v1/images/generations").statusCode()).isEqualTo(429);
    JsonNode balance = command(through, "ledger", "show", "acme");
    assertThat(balance.path("held_usd").stringValue()).isEqualTo("0");
    BigDecimal charged = new BigDecimal(balance.path("charged_usd").stringValue());
    assertThat(charged).isPositive();
    assertThat(balance.path("funds_usd").stringValue())
        .isEqualTo(new BigDecimal("0.06").subtract(charged).stripTrailingZeros().toPlainString());

    String statement = text(through, "ledger", "statement", "acme");
    List<String> lines = statement.lines().toList();
    assertThat(lines.getFirst()).startsWith("at,kind,job,image,payment,key,funds_usd,");
    assertThat(lines).hasSize(5);
    assertThat(statement).contains(",top-up,", ",hold,", ",charge,", ",release,", "invoice 17");
    String job = lines.get(2).split(",")[2];

    JsonNode refunded = command(through, "ledger", "refund", "acme", job, "--note", "late");
    assertThat(refunded.at("/balance/funds_usd").stringValue()).isEqualTo("0.06");
    assertThat(command(through, "ledger", "refund", "acme", job).path("repeated").booleanValue())
        .isTrue();
    if (through) { // what a command does beside the server is in the ledger alone
      assertThat(server.get("/metrics").body())
          .contains("atelier_customers_refunded_usd_total " + charged)
          .contains("atelier_customers_charged_usd_total{dialect=\"openai\"} " + charged)
          .contains(
              "atelier_jobs_refused_total{dialect=\"openai\",limit=\"none\",reason=\"budget\"} 2.0");
    }
    command(through, "budgets", "set", "--of-tenant", "acme", "--day", "0.05", "--month", "none");
    assertThat(order(secret, "/v1/images/generations").statusCode()).isEqualTo(429);
    command(through, "budgets", "set", "--of-tenant", "acme", "--day", "none");
    assertThat(order(secret, "/v1/images/generations").statusCode()).isEqualTo(200);
    assertThat(command(through, "audit", "list", "--tenant", "acme").toString())
        .contains("ledger.top-up", "ledger.refund", "budget.set", "billing.set");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_is_kept_of_a_tenant_is_set_and_counted_before_it_is_erased(boolean through) {
    command(through, "tenants", "create", "acme");
    JsonNode set =
        command(
            through,
            "tenants",
            "privacy",
            "acme",
            "--prompts",
            "2d",
            "--jobs",
            "0h",
            "--prompts-hashed");
    assertThat(set.toString())
        .isEqualTo(
            "{\"prompts_hours\":48,\"images_hours\":null,\"jobs_hours\":0,\"prompts_hashed\":true}");

    command(through, "tenants", "privacy", "acme", "--prompts", "default", "--no-prompts-hashed");
    JsonNode now = command(through, "tenants", "privacy", "acme");
    assertThat(now.path("prompts_hours").isNull()).isTrue();
    assertThat(now.path("jobs_hours").intValue()).isZero();
    assertThat(now.path("prompts_hashed").booleanValue()).isFalse();
    assertThat(run(through, "tenants", "privacy", "acme", "--jobs", "soon").code()).isEqualTo(2);
    assertThat(run(through, "tenants", "privacy", "none", "--jobs", "1d").code()).isEqualTo(3);

    JsonNode counted = command(through, "tenants", "erase", "acme", "--user", "u-1");
    assertThat(counted.has("complete")).as("only counted").isFalse();
    assertThat(command(through, "audit", "list", "--tenant", "acme").toString())
        .contains("privacy.set")
        .doesNotContain("data.erase");
    command(through, "tenants", "erase", "acme", "--user", "u-1", "--yes");
    assertThat(command(through, "audit", "list", "--tenant", "acme").toString())
        .contains("data.erased")
        .doesNotContain("u-1");
  }

  @Test
  void what_goes_wrong_is_told_in_the_same_words_either_way() {
    for (boolean through : List.of(true, false)) {
      assertThat(run(through, "keys", "show", "key_none").code()).isEqualTo(3);
      assertThat(run(through, "tenants", "create", "Not a name").code()).isEqualTo(3);
      assertThat(
              run(through, "limits", "set", "--of-tenant", "default", "--concurrency", "-1").code())
          .isEqualTo(3);
      assertThat(run(through, "tenants", "suspend", "default").code()).isEqualTo(3);
    }
    assertThat(
            AtelierCommand.run(
                "tenants", "list", "--server", "http://127.0.0.1:1", "--key", "some-admin-key"))
        .isEqualTo(5);
  }

  @Test
  void limits_are_kept_over_a_restart() {
    command(true, "tenants", "create", "acme");
    String secret =
        command(true, "keys", "create", "--tenant", "acme").path("secret").stringValue();
    command(true, "limits", "set", "--of-tenant", "acme", "--requests-per-minute", "1");
    server = server.restarted();

    JsonNode limits = command(true, "limits", "show", "--of-tenant", "acme");
    assertThat(limits.path("requests_per_minute").intValue()).isEqualTo(1);
    assertThat(order(secret, "/v1/images/generations").statusCode()).isEqualTo(200);
    assertThat(order(secret, "/v1/images/generations").statusCode()).isEqualTo(429);
  }

  @Test
  void jobs_at_once_are_counted_after_a_restart_too() {
    server.close();
    server = LiveServer.start(Map.of("allow-private-networks", "true", "sandbox.pace", "60s"));
    command(true, "tenants", "create", "acme");
    String secret =
        command(true, "keys", "create", "--tenant", "acme").path("secret").stringValue();
    command(true, "limits", "set", "--of-tenant", "acme", "--concurrency", "1");
    String job =
        JsonMapper.shared().readTree(order(secret, "/api/v1/jobs").body()).path("id").stringValue();
    server = server.restarted();

    HttpResponse<String> refused = order(secret, "/api/v1/jobs");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("limit of concurrency is 1");
    server.send(
        server
            .request("/api/v1/jobs/" + job + "/cancel")
            .setHeader("Authorization", "Bearer " + secret)
            .POST(BodyPublishers.noBody()));
    assertThat(order(secret, "/api/v1/jobs").statusCode()).isEqualTo(202);
  }

  private JsonNode command(boolean through, String... words) {
    PrintedCommand outcome = run(through, words);
    assertThat(outcome.code()).as(String.join(" ", words) + outcome.text()).isZero();
    return outcome.json();
  }

  private String text(boolean through, String... words) {
    return run(through, false, words).text();
  }

  private PrintedCommand run(boolean through, String... words) {
    return run(through, true, words);
  }

  private PrintedCommand run(boolean through, boolean json, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(
        through
            ? List.of("--server", server.uri("/").toString(), "--key", LiveServer.ADMIN_KEY)
            : List.of("--data", server.data().toString()));
    if (json) {
      all.add("--json");
    }
    return PrintedCommand.run(all);
  }

  private HttpResponse<String> order(String key, String path) {
    return server.send(
        server
            .request(path)
            .setHeader("Authorization", "Bearer " + key)
            .setHeader("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"prompt\":\"a fox\",\"size\":\"1024x1024\"}")));
  }
}
