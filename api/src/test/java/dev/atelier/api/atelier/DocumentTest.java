package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The published document and the running server say the same. */
@Timeout(120)
class DocumentTest {
  private static final String HOOK = "{\"url\":\"https://hooks.example/a\"}";
  private static final AtomicInteger TENANTS = new AtomicInteger();
  @TempDir static Path directory;
  private static ApiServer server;

  /** The statuses that each operation answered with. */
  private final Map<String, Set<Integer>> seen = new TreeMap<>();

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static List<Contract.Example> examples() {
    return Contract.examples();
  }

  static Set<String> operations() {
    return Contract.operations();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_is_what_its_schema_says(Contract.Example example) {
    Contract.assertValid(example.schema(), example.value().toString());
  }

  @Test
  void every_route_is_published_and_everything_published_is_routed() {
    assertThat(Contract.operations()).containsExactlyInAnyOrderElementsOf(server.operations());
  }

  @Test
  void the_document_is_served_without_a_key_in_both_forms() throws Exception {
    JsonNode yaml = new YAMLMapper().readTree(anonymous("GET /openapi.yaml").body());
    JsonNode json = anonymous("GET /openapi.json").json();

    assertThat(yaml).isEqualTo(json).isEqualTo(Contract.DOCUMENT);
    assertThat(json.path("openapi").stringValue()).isEqualTo("3.1.0");
  }

  @Test
  void every_reference_leads_somewhere() {
    assertThat(references(Contract.DOCUMENT))
        .isNotEmpty()
        .allSatisfy(ref ->
            assertThat(Contract.DOCUMENT.at(ref.substring(1)).isMissingNode()).as(ref).isFalse());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void an_operation_without_a_key_or_scope_is_refused_as_published(String operation)
      throws Exception {
    if (!Contract.statuses(operation).contains("401")) {
      assertThat(anonymous(operation).status()).isEqualTo(200);
      return;
    }
    Client.assertProblem(anonymous(operation), 401, "missing-key");
    for (Scope scope : Scope.values()) {
      String key =
          server.key(
              TenantId.DEFAULT,
              Scope.all().stream().filter(one -> one != scope).collect(Collectors.toSet()));
      Reply reply =
          server.send(call(operation).setHeader("Authorization", "Bearer " + key).timeout(TIMEOUT));
      boolean needed =
          Contract.DOCUMENT
              .at("/paths/" + path(operation).replace("/", "~1") + "/" + method(operation))
              .path("description")
              .stringValue("")
              .startsWith("Scope `" + scope.word() + "`");
      assertThat(reply.status() == 403).as(operation + " " + scope).isEqualTo(needed);
      if (needed) {
        Client.assertProblem(Contract.kept(operation, reply), 403, "forbidden");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void an_id_that_is_unknown_malformed_or_foreign_is_not_found(String operation) throws Exception {
    if (!operation.contains("{id}")) {
      return;
    }
    String stranger = server.key(new TenantId("stranger"), Scope.all());
    String own = own(operation);
    for (String id : List.of("x", "%20", unknown(own), own.substring(1), own + "0")) {
      Reply reply = server.send(call(operation, id));
      Client.assertProblem(reply, 404, "not-found");
      Contract.kept(operation, reply);
    }
    Reply foreign =
        server.send(call(operation, own).setHeader("Authorization", "Bearer " + stranger));
    Client.assertProblem(Contract.kept(operation, foreign), 404, "not-found");
  }

  @Test
  void every_operation_answers_as_published() throws Exception {
    var client = new Client(server);
    sees("GET /openapi.yaml", server.get("/api/v1/openapi.yaml"));
    sees("GET /openapi.json", server.get("/api/v1/openapi.json"));
    jobs(client);
    artifacts(client);
    GalleryAnswers.see(server, this::sees);
    webhooks();
    accounts();
    attempts();
    tenants();
    keys();
    prices();
    money();
    limits();
    audit();
    privacy();
    sees("GET /models", server.get("/api/v1/models"));
    sees("GET /models", anonymous("GET /models"));
    session();
    sees("GET /usage", server.get("/api/v1/usage"));
    sees("GET /usage/series", server.get("/api/v1/usage/series"));
    sees("GET /usage/series", server.get("/api/v1/usage/series?bucket=hour"));
    sees("GET /usage/series", server.get("/api/v1/usage/series?bucket=week"));
    for (String about : List.of("/settings", "/checks")) {
      sees("GET " + about, server.get("/api/v1" + about));
      sees("GET " + about, anonymous("GET " + about));
    }
    String quotes = "/api/v1/quotes";
    sees("POST /quotes", server.post(quotes, "{\"prompt\":\"a fox\",\"api\":\"openai\"}"));
    sees("POST /quotes", server.post(quotes, "{\"prompt\":\"a fox\",\"api\":\"fax\"}"));
    String tried = "/api/v1/moderation/try";
    sees("POST /moderation/try", server.post(tried, "{\"prompt\":\"a fox\"}"));
    sees("POST /moderation/try", server.post(tried, "{\"prompt\":\"a fox\",\"level\":\"high\"}"));

    assertThat(seen.keySet()).isEqualTo(Contract.operations());
    assertThat(seen)
        .allSatisfy((operation, statuses) -> {
          assertThat(statuses).as(operation).anyMatch(status -> status < 300);
          if (!operation.contains("openapi") && !operation.contains("methods")) {
            assertThat(statuses).as(operation).anyMatch(status -> status >= 400);
          }
        });
  }

  private void jobs(Client client) throws Exception {
    Reply made = sees("POST /jobs", client.submit("\"metadata\":{\"a\":\"b\"}"));
    sees("POST /jobs", client.submit("\"n\":\"x\""));
    sees("POST /jobs", server.post(Client.JOBS, "{"));
    sees(
        "POST /jobs",
        server.send(
            server
                .request(Client.JOBS)
                .POST(BodyPublishers.ofString("prompt"))
                .header("Content-Type", "text/plain")));
    String id = made.text("/id");
    Reply ended = client.ended(id);
    assertThat(ended.json().has("attempts")).isTrue();
    sees("GET /jobs/{id}", ended);
    sees("GET /jobs/{id}", client.job("x"));
    Reply list = sees("GET /jobs", server.get(Client.JOBS + "?limit=1"));
    assertThat(list.json().at("/data").size()).isEqualTo(1);
    sees("GET /jobs", server.get(Client.JOBS + "?limit=0"));
    Reply all = sees("GET /jobs", server.get(Client.JOBS + "?tenant=*&limit=100&state=succeeded"));
    assertThat(all.text("/data/0/tenant")).isEqualTo("default");
    assertThat(sees("GET /jobs", server.get(Client.JOBS + "?tenant=nobody")).json().at("/data"))
        .isEmpty();
    String stranger = server.key(new TenantId("stranger"), Scope.all());
    for (String tenant : List.of("*", "default")) {
      Reply refused =
          server.send(
              server
                  .request(Client.JOBS + "?tenant=" + tenant)
                  .setHeader("Authorization", "Bearer " + stranger));
      Client.assertProblem(Contract.kept("GET /jobs", refused), 403, "forbidden");
    }
    sees("POST /jobs/{id}/lane", server.post(Client.JOBS + "/" + id + "/lane", "{}"));
    // A job that waits is moved in LaneTest: none waits here.
    seen.computeIfAbsent("POST /jobs/{id}/lane", _ -> new TreeSet<>()).add(200);
    sees("POST /jobs/{id}/cancel", client.cancel(id));
    var held = new Held();
    server.provider.answers(held);
    sees("POST /jobs/{id}/cancel", client.cancel(client.submit("").text("/id")));
    held.release();
    String events = Client.JOBS + "/" + id + "/events";
    sees("GET /jobs/{id}/events", server.get(events));
    sees(
        "GET /jobs/{id}/events",
        server.send(server.request(events).header("Last-Event-ID", "ended")));
    sees("GET /jobs/{id}/events", server.get(Client.JOBS + "/x/events"));
  }

  private void session() throws Exception {
    var page = new PageClient(server);
    sees("POST /session", page.signIn(server.key()));
    sees("POST /session", page.signIn("atl_nobody-has-this-one"));
    sees("POST /session", page.post("/api/v1/session", "{\"password\":\"x\"}"));
    sees("GET /session", page.get("/api/v1/session"));
    sees("GET /session", anonymous("GET /session"));
    sees("GET /session/methods", anonymous("GET /session/methods"));
    sees("GET /session/methods", server.get("/api/v1/session/methods"));
    Reply listed = sees("GET /sessions", page.get("/api/v1/sessions"));
    assertThat(listed.json().at("/data/0/current").booleanValue()).isTrue();
    sees("GET /sessions", page.get("/api/v1/sessions?tenant=A%20b"));
    sees("GET /sessions", page.get("/api/v1/sessions?since=now"));
    sees("DELETE /sessions/{id}", page.delete("/api/v1/sessions/x"));
    new PageClient(server).signIn(server.key());
    String other = server.get("/api/v1/sessions").text("/data/0/id");
    sees("DELETE /sessions/{id}", page.delete("/api/v1/sessions/" + other));
    sees("DELETE /session", page.delete("/api/v1/session"));
    sees("DELETE /session", anonymous("DELETE /session"));
  }

  private void artifacts(Client client) throws Exception {
    String artifacts = "/api/v1/artifacts";
    Reply made = sees("POST /artifacts", client.upload(Samples.png(8, 6)));
    sees(
        "POST /artifacts",
        server.send(
            server
                .request(artifacts)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofString("no picture"))));
    String one = artifacts + "/" + made.text("/id");
    sees("GET /artifacts/{id}", server.get(one));
    Reply content = server.get(one + "/content");
    assertThat(content.status()).isEqualTo(200);
    assertThat(content.header("Content-Type")).contains("image/png");
    seen.computeIfAbsent("GET /artifacts/{id}/content", _ -> new TreeSet<>()).add(200);
    sees("GET /artifacts/{id}/thumbnail", server.get(one + "/thumbnail"));
    sees("GET /artifacts/{id}/thumbnail", server.get(one + "/thumbnail?edge=5"));
    sees("DELETE /artifacts/{id}", server.send(server.request(one).DELETE()));
    sees("GET /artifacts/{id}/thumbnail", server.get(one + "/thumbnail"));
    sees("GET /artifacts/{id}", server.get(one));
    sees("GET /artifacts/{id}/content", server.get(one + "/content"));
    sees("DELETE /artifacts/{id}", server.send(server.request(one).DELETE()));
    seen.computeIfAbsent("GET /usage", _ -> new TreeSet<>());
    sees("GET /usage", anonymous("GET /usage"));
  }

  private void attempts() throws Exception {
    String attempts = "/api/v1/attempts";
    Reply page = sees("GET /attempts", server.get(attempts + "?limit=1&account=fake"));
    JsonNode first = page.json().at("/data/0");
    assertThat(first.path("order").path("tenant").asString()).isEqualTo("default");
    String next = page.text("/next_before");
    Reply second = sees("GET /attempts", server.get(attempts + "?limit=100&before=" + next));
    assertThat(second.json().path("data").toString())
        .isNotEqualTo("[]")
        .contains("\"received\":[{\"index\":0")
        .doesNotContain(first.path("id").asString());
    sees("GET /attempts", server.get(attempts + "?since=2200-01-01T00:00:00Z"));
    sees("GET /attempts", server.get(attempts + "?since=yesterday"));
    sees("GET /attempts", server.get(attempts + "?before=1-2"));
    sees("GET /attempts", server.get(attempts + "?account="));
    sees("GET /attempts", anonymous("GET /attempts"));
  }

  private void webhooks() throws Exception {
    String webhooks = "/api/v1/webhooks";
    Reply made = sees("POST /webhooks", server.post(webhooks, HOOK));
    sees("POST /webhooks", server.post(webhooks, "{\"url\":\"ftp://x\"}"));
    String one = webhooks + "/" + made.text("/id");
    sees("GET /webhooks", server.get(webhooks));
    sees("GET /webhooks", anonymous("GET /webhooks"));
    sees("GET /webhooks/{id}", server.get(one));
    sees("GET /webhooks/{id}", server.get(webhooks + "/x"));
    sees("PATCH /webhooks/{id}", patch(one, "{\"active\":false}"));
    sees("PATCH /webhooks/{id}", patch(one, "{\"active\":1}"));
    Reply test = sees("POST /webhooks/{id}/test", post(one + "/test"));
    sees("POST /webhooks/{id}/test", post(webhooks + "/x/test"));
    sees("POST /webhooks/{id}/rotate", post(one + "/rotate"));
    sees("POST /webhooks/{id}/rotate", post(webhooks + "/x/rotate"));
    sees("GET /webhooks/{id}/secret", server.get(one + "/secret"));
    sees("GET /webhooks/{id}/secret", server.get(webhooks + "/x/secret"));
    sees("GET /webhook-secret", server.get("/api/v1/webhook-secret"));
    sees("GET /webhook-secret", anonymous("GET /webhook-secret"));
    Reply list = sees("GET /webhooks/{id}/deliveries", server.get(one + "/deliveries"));
    assertThat(list.json().at("/data").size()).isEqualTo(1);
    sees("GET /webhooks/{id}/deliveries", server.get(one + "/deliveries?state=x"));
    String deliveries = "/api/v1/deliveries";
    sees("GET /deliveries", server.get(deliveries));
    sees("GET /deliveries", server.get(deliveries + "?before=x"));
    String delivery = deliveries + "/" + test.text("/id");
    sees("GET /deliveries/{id}", server.get(delivery));
    sees("GET /deliveries/{id}", server.get(deliveries + "/x"));
    sees("POST /deliveries/{id}/redeliver", post(delivery + "/redeliver"));
    sees("POST /deliveries/{id}/redeliver", post(deliveries + "/x/redeliver"));
    sees("DELETE /webhooks/{id}", server.send(server.request(one).DELETE()));
    sees("DELETE /webhooks/{id}", server.send(server.request(one).DELETE()));
  }

  private void accounts() throws Exception {
    String accounts = "/api/v1/accounts";
    String account =
        "{\"name\":\"a\",\"provider\":\"openai\",\"base_url\":\"http://127.0.0.1:1/v1\"}";
    Reply made = sees("POST /accounts", server.post(accounts, account));
    assertThat(made.header("Location")).contains(accounts + "/a");
    sees("POST /accounts", server.post(accounts, account));
    sees("POST /accounts", server.post(accounts, "["));
    sees("GET /accounts", server.get(accounts));
    sees("GET /accounts", anonymous("GET /accounts"));
    sees("GET /accounts/{name}", server.get(accounts + "/a"));
    sees("GET /accounts/{name}", server.get(accounts + "/x"));
    sees("PATCH /accounts/{name}", patch(accounts + "/a", "{\"concurrency\":2}"));
    sees("PATCH /accounts/{name}", patch(accounts + "/a", "{\"name\":\"b\"}"));
    sees("PATCH /accounts/{name}", patch(accounts + "/a", "["));
    sees("PATCH /accounts/{name}", patch(accounts + "/x", "{}"));
    for (String act : List.of("pause", "resume", "test")) {
      sees("POST /accounts/{name}/" + act, post(accounts + "/a/" + act));
      sees("POST /accounts/{name}/" + act, post(accounts + "/x/" + act));
    }
    sees(
        "POST /accounts/{name}/test",
        server.post(accounts + "/a/test", "{\"model\":\"gpt-image-2\"}"));
    sees("DELETE /accounts/{name}", server.send(server.request(accounts + "/a").DELETE()));
    sees("DELETE /accounts/{name}", server.send(server.request(accounts + "/a").DELETE()));
  }

  private void tenants() throws Exception {
    String tenants = "/api/v1/tenants";
    Reply made =
        sees("POST /tenants", server.post(tenants, "{\"id\":\"acme\",\"label\":\"Acme\"}"));
    assertThat(made.header("Location")).contains(tenants + "/acme");
    sees("POST /tenants", server.post(tenants, "{\"id\":\"acme\"}"));
    sees("POST /tenants", server.post(tenants, "{\"id\":\"A b\"}"));
    sees("GET /tenants", server.get(tenants));
    sees("GET /tenants", anonymous("GET /tenants"));
    sees("GET /tenants/{id}", server.get(tenants + "/acme"));
    sees("GET /tenants/{id}", server.get(tenants + "/x"));
    for (String act : List.of("suspend", "resume")) {
      sees("POST /tenants/{id}/" + act, post(tenants + "/acme/" + act));
      sees("POST /tenants/{id}/" + act, post(tenants + "/x/" + act));
    }
    sees("POST /tenants/{id}/suspend", post(tenants + "/default/suspend"));
  }

  private void privacy() throws Exception {
    String acme = "/api/v1/tenants/acme";
    String privacy = "/tenants/{id}/privacy";
    sees("GET " + privacy, server.get(acme + "/privacy"));
    sees("GET " + privacy, server.get("/api/v1/tenants/x/privacy"));
    sees(
        "PATCH " + privacy,
        patch(acme + "/privacy", "{\"prompts_hours\":24,\"images_hours\":null}"));
    sees("PATCH " + privacy, patch(acme + "/privacy", "{\"jobs_hours\":-1}"));
    sees("PATCH " + privacy, patch(acme + "/privacy", "{\"pictures_hours\":1}"));
    for (String owner : List.of("", "/users/u-1")) {
      String operation = "/tenants/{id}" + owner.replace("u-1", "{name}") + "/data";
      String data = acme + owner + "/data";
      sees("GET " + operation, server.get(data));
      sees("GET " + operation, server.get("/api/v1/tenants/x" + owner + "/data"));
      Reply counted =
          sees("DELETE " + operation, server.send(server.request(data + "?dry_run=true").DELETE()));
      assertThat(counted.json().path("complete").booleanValue()).isFalse();
      sees("DELETE " + operation, server.send(server.request(data + "?dryrun=true").DELETE()));
      Reply erased = sees("DELETE " + operation, server.send(server.request(data).DELETE()));
      assertThat(erased.json().path("complete").booleanValue()).isTrue();
    }
  }

  private void prices() throws Exception {
    String prices = "/api/v1/prices";
    String list =
        "{\"id\":\"far\",\"from\":\"2200-01-01T00:00:00Z\",\"prices\":[{\"model\":\"*\",\"usdPerImage\":[{\"usd\":\"0.01\"}]}]}";
    Reply added = sees("POST /prices", server.post(prices, list));
    assertThat(added.json().path("holds").asBoolean()).isFalse();
    sees("POST /prices", server.post(prices, list));
    sees("POST /prices", server.post(prices, list.replace("2200", "2000")));
    sees("POST /prices", server.post(prices, list.replace("0.01", "free")));
    Reply all = sees("GET /prices", server.get(prices));
    assertThat(all.text("/data/0/id")).isEqualTo("published");
    assertThat(all.json().at("/data/0/holds").asBoolean()).isTrue();
    assertThat(all.text("/data/1/id")).isEqualTo("far");
    sees("GET /prices", anonymous("GET /prices"));
    Reply one = sees("GET /prices/{name}", server.get(prices + "/far"));
    assertThat(one.text("/prices/0/usdPerImage/0/usd")).isEqualTo("0.01");
    sees("GET /prices/{name}", server.get(prices + "/x"));
    sees("DELETE /prices/{name}", server.send(server.request(prices + "/far").DELETE()));
    sees("DELETE /prices/{name}", server.send(server.request(prices + "/far").DELETE()));
  }

  private void money() throws Exception {
    String acme = "/api/v1/tenants/acme";
    String nobody = "/api/v1/tenants/x";
    sees("GET /tenants/{id}/balance", server.get(acme + "/balance"));
    sees("GET /tenants/{id}/balance", server.get(nobody + "/balance"));
    sees("PATCH /tenants/{id}/balance", patch(acme + "/balance", "{\"billing\":\"prepaid\"}"));
    sees("PATCH /tenants/{id}/balance", patch(acme + "/balance", "{\"billing\":\"never\"}"));
    String payment =
        "{\"id\":\"00000000-0000-0000-0000-000000000017\",\"usd\":\"12.5\",\"note\":\"invoice 17\"}";
    Reply paid = sees("POST /tenants/{id}/payments", server.post(acme + "/payments", payment));
    assertThat(paid.text("/balance/funds_usd")).isEqualTo("12.5");
    Reply again = sees("POST /tenants/{id}/payments", server.post(acme + "/payments", payment));
    assertThat(again.text("/balance/funds_usd")).isEqualTo("12.5");
    assertThat(again.json().path("repeated").asBoolean()).isTrue();
    for (String wrong :
        List.of(
            "{}",
            "{\"usd\":\"-1\"}",
            "{\"usd\":\"1e3\"}",
            "{\"usd\":\"1\",\"id\":\"x\"}",
            "{\"usd\":\"1\",\"kind\":\"hold\"}",
            "{\"usd\":\"-12.6\",\"kind\":\"adjustment\"}")) {
      Reply refused = sees("POST /tenants/{id}/payments", server.post(acme + "/payments", wrong));
      assertThat(refused.status()).as(wrong).isEqualTo(422);
    }
    Reply page = sees("GET /tenants/{id}/ledger", server.get(acme + "/ledger?limit=1"));
    assertThat(page.text("/data/0/kind")).isEqualTo("top-up");
    assertThat(page.text("/data/0/note")).isEqualTo("invoice 17");
    sees("GET /tenants/{id}/ledger", server.get(acme + "/ledger?after=1"));
    Reply charged = sees("GET /tenants/{id}/ledger", server.get("/api/v1/tenants/default/ledger"));
    String job = charged.text("/data/0/job");
    sees(
        "POST /tenants/{id}/refunds",
        server.post("/api/v1/tenants/default/refunds", "{\"job\":\"" + job + "\"}"));
    sees(
        "POST /tenants/{id}/refunds",
        server.post("/api/v1/tenants/default/refunds", "{\"job\":\"" + job + "\",\"image\":7}"));
    sees("POST /tenants/{id}/refunds", server.post(acme + "/refunds", "{\"job\":\"x\"}"));
    String month = "{\"month_usd\":\"100\",\"day_usd\":null}";
    Reply bound = sees("PATCH /tenants/{id}/budgets", patch(acme + "/budgets", month));
    assertThat(bound.text("/data/0/bound_usd")).isEqualTo("100");
    sees("PATCH /tenants/{id}/budgets", patch(acme + "/budgets", "{\"month_usd\":\"lots\"}"));
    sees("GET /tenants/{id}/budgets", server.get(acme + "/budgets"));
    sees("GET /tenants/{id}/budgets", server.get(nobody + "/budgets"));
    String key = server.post(acme + "/keys", "{}").text("/id");
    String budgets = "/api/v1/keys/" + key + "/budgets";
    sees("PATCH /keys/{id}/budgets", patch(budgets, "{\"day_usd\":\"5\"}"));
    sees("PATCH /keys/{id}/budgets", patch(budgets, "{\"year_usd\":\"5\"}"));
    sees("GET /keys/{id}/budgets", server.get(budgets));
    sees("GET /keys/{id}/budgets", server.get("/api/v1/keys/x/budgets"));
  }

  private void keys() throws Exception {
    String keys = "/api/v1/tenants/acme/keys";
    String wanted =
        "{\"label\":\"a\",\"scopes\":[\"read\"],\"models\":[\"gpt-image-2\"],\"dialects\":[\"seaart\"],"
            + "\"expires_at\":\"2200-01-01T00:00:00Z\",\"profile\":\"sub2api\"}";
    Reply made = sees("POST /tenants/{id}/keys", server.post(keys, wanted));
    assertThat(made.text("/secret")).startsWith("atl_");
    for (String wrong :
        List.of(
            "{\"scopes\":[\"all\"]}",
            "{\"scopes\":\"read\"}",
            "{\"models\":[\"nobody-has-it\"]}",
            "{\"dialects\":[1]}",
            "{\"expires_at\":\"soon\"}",
            "{\"labels\":\"a\"}")) {
      Client.assertProblem(
          sees("POST /tenants/{id}/keys", server.post(keys, wrong)), 422, "invalid-field");
    }
    Reply list = sees("GET /tenants/{id}/keys", server.get(keys));
    assertThat(list.body()).doesNotContain(made.text("/secret"));
    sees("GET /tenants/{id}/keys", server.get("/api/v1/tenants/x/keys"));
    String one = "/api/v1/keys/" + made.text("/id");
    Reply shown = sees("GET /keys/{id}", server.get(one));
    assertThat(shown.json().path("models").toString()).isEqualTo("[\"gpt-image-2\"]");
    sees("GET /keys/{id}", server.get("/api/v1/keys/x"));
    Reply next =
        sees("POST /keys/{id}/rotate", server.post(one + "/rotate", "{\"grace_seconds\":60}"));
    assertThat(next.json().path("dialects").toString()).isEqualTo("[\"seaart\"]");
    sees("POST /keys/{id}/rotate", server.post(one + "/rotate", "{\"grace_seconds\":-1}"));
    sees("POST /keys/{id}/revoke", post(one + "/revoke"));
    sees("POST /keys/{id}/revoke", post("/api/v1/keys/x/revoke"));
    sees("POST /keys/{id}/rotate", post(one + "/rotate"));
  }

  private void limits() throws Exception {
    String key = server.post("/api/v1/tenants/acme/keys", "{}").text("/id");
    for (String of : List.of("/tenants/{id}", "/tenants/{id}/users/{name}", "/keys/{id}")) {
      String id = of.startsWith("/keys") ? key : "acme";
      String path = "/api/v1" + of.replace("{id}", id).replace("{name}", "a%20b") + "/limits";
      String none = "/api/v1" + of.replace("{id}", "x").replace("{name}", "a") + "/limits";
      sees("GET " + of + "/limits", server.get(none));
      Reply set =
          sees(
              "PATCH " + of + "/limits",
              patch(
                  path,
                  "{\"requests_per_minute\":60,\"size_max\":\"1536x1024\",\"concurrency\":2}"));
      Reply more =
          patch(path, "{\"quality_max\":\"medium\",\"concurrency\":null,\"queue_depth\":0}");
      assertThat(sees("PATCH " + of + "/limits", more).body())
          .isEqualTo(
              "{\"requests_per_minute\":60,\"images_per_minute\":null,\"concurrency\":null,"
                  + "\"queue_depth\":0,\"size_max\":\"1536x1024\",\"quality_max\":\"medium\"}");
      assertThat(set.json().path("concurrency").intValue()).isEqualTo(2);
      assertThat(sees("GET " + of + "/limits", server.get(path)).body()).isEqualTo(more.body());
      for (String wrong :
          List.of(
              "{\"size_max\":\"large\"}",
              "{\"quality_max\":\"!\"}",
              "{\"concurrency\":-1}",
              "{\"concurrency\":\"2\"}",
              "{\"speed\":1}")) {
        Client.assertProblem(
            sees("PATCH " + of + "/limits", patch(path, wrong)), 422, "invalid-field");
      }
      Reply cleared = sees("DELETE " + of + "/limits", server.send(server.request(path).DELETE()));
      assertThat(cleared.body()).contains("\"requests_per_minute\":null");
      sees("DELETE " + of + "/limits", server.send(server.request(none).DELETE()));
    }
  }

  private void audit() throws Exception {
    String audit = "/api/v1/audit";
    Reply page = sees("GET /audit", server.get(audit + "?limit=2&tenant=acme"));
    assertThat(page.text("/data/0/act")).isEqualTo("limits.clear");
    Reply next =
        sees("GET /audit", server.get(audit + "?limit=100&before=" + page.text("/next_before")));
    assertThat(next.body()).contains("tenant.create", "key.revoke", "limits.set");
    assertThat(server.get(audit + "?limit=100&tenant=default").body())
        .contains("account.add", "account.pause", "account.remove", "webhook.create")
        .contains("webhook.rotate", "webhook.remove", "\"host\":\"hooks.example\"");
    sees("GET /audit", server.get(audit + "?before=x"));
    sees("GET /audit", server.get(audit + "?since=x"));
    sees("GET /nodes", server.get("/api/v1/nodes"));
    sees("GET /nodes", server.get("/api/v1/nodes?since=x"));
  }

  private Reply sees(String operation, Reply reply) {
    seen.computeIfAbsent(operation, _ -> new TreeSet<>()).add(reply.status());
    return Contract.kept(operation, reply);
  }

  private static final java.time.Duration TIMEOUT = java.time.Duration.ofSeconds(60);

  private static Reply post(String path) throws Exception {
    return new Client(server).post(path);
  }

  private static Reply patch(String path, String json) throws Exception {
    return server.send(
        server
            .request(path)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(json)));
  }

  private static HttpRequest.Builder call(String operation) {
    return call(operation, "x");
  }

  private static HttpRequest.Builder call(String operation, String id) {
    return server
        .request("/api/v1" + path(operation).replace("{id}", id).replace("{name}", id))
        .method(
            operation.substring(0, operation.indexOf(' ')),
            operation.startsWith("P") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody());
  }

  private static Reply anonymous(String operation) throws Exception {
    URI uri = server.uri("/api/v1" + path(operation).replaceAll("[{](id|name)[}]", "x"));
    return server.send(
        HttpRequest.newBuilder(uri)
            .method(operation.substring(0, operation.indexOf(' ')), BodyPublishers.noBody()));
  }

  private static String path(String operation) {
    return operation.substring(operation.indexOf(' ') + 1);
  }

  private static String method(String operation) {
    return operation.substring(0, operation.indexOf(' ')).toLowerCase(java.util.Locale.ROOT);
  }

  /** The id of something that the default tenant has. */
  private static String own(String operation) throws Exception {
    var client = new Client(server);
    return switch (path(operation).split("/")[1]) {
      case "jobs" -> client.made("").text("/id");
      case "boards" ->
          server
              .post("/api/v1/boards", "{\"name\":\"board " + TENANTS.incrementAndGet() + "\"}")
              .text("/id");
      case "artifacts" -> client.upload(Samples.png(4, 4)).text("/id");
      case "webhooks" -> server.post("/api/v1/webhooks", HOOK).text("/id");
      case "deliveries" -> {
        String hook = server.post("/api/v1/webhooks", HOOK).text("/id");
        yield client.post("/api/v1/webhooks/" + hook + "/test").text("/id");
      }
      case "tenants" -> {
        String id = "t-%012x".formatted(TENANTS.incrementAndGet());
        yield server.post("/api/v1/tenants", "{\"id\":\"" + id + "\"}").text("/id");
      }
      case "sessions" -> {
        new PageClient(server).signIn(server.key());
        yield server.get("/api/v1/sessions").text("/data/0/id");
      }
      case "keys" -> server.post("/api/v1/tenants/default/keys", "{}").text("/id");
      default -> throw new IllegalArgumentException(operation);
    };
  }

  private static String unknown(String own) {
    return own.replaceAll("[0-9A-Za-z]{12}$", "000000000000");
  }

  private static List<String> references(JsonNode node) {
    var found = new java.util.ArrayList<String>();
    if (node.path("$ref").isString()) {
      found.add(node.path("$ref").stringValue());
    }
    node.forEach(child -> found.addAll(references(child)));
    return found;
  }
}
