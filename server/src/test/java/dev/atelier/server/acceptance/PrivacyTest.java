package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.image.TenantId;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.server.acceptance.Canaries.Customer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tenant's own settings of what is kept: by what is found in the files of the data directory. */
@Timeout(180)
class PrivacyTest {
  private static final String KEY = UUID.randomUUID().toString();

  private LiveServer server;
  private Canaries canaries;
  private Customer acme;
  private Customer other;

  @BeforeEach
  void start() throws Exception {
    server = LiveServer.start(Map.of("allow-private-networks", "true"), new EchoProvider(false));
    canaries = new Canaries(server);
    acme = canaries.customer("acme");
    other = canaries.customer("other");
  }

  @AfterEach
  void stop() {
    canaries.close();
    server.close();
  }

  @Test
  void prompts_that_are_kept_as_hashes_are_nowhere_once_their_jobs_have_ended() {
    keep("{\"prompts_hashed\":true}");
    canaries.sing(acme);
    canaries.sing(other);
    assertThat(hashes(acme)).hasSize(7).doesNotContain("");
    assertThat(hashes(other)).containsOnly("");

    sweep();

    assertGone(texts());
    assertThat(canaries.found(other.all())).isEqualTo(other.all());
    assertThat(canaries.found(acme.files())).isEqualTo(acme.files());
    assertThat(canaries.jobs(acme)).hasSize(7).extracting(Job::state).contains(JobState.SUCCEEDED);
    assertEveryApiStillAnswers();
  }

  @Test
  void equal_prompts_of_a_tenant_have_equal_hashes_and_repeats_join_their_jobs() {
    keep("{\"prompts_hashed\":true}");
    canaries.post(acme, "/api/v1/jobs", "{\"prompt\":\"the same\"}");
    String first = repeated("the same");
    canaries.atRest(acme);

    assertThat(hashes(acme)).hasSize(2);
    assertThat(Set.copyOf(hashes(acme))).hasSize(1);
    assertThat(repeated("the same")).isEqualTo(first);
    assertThat(canaries.jobs(acme)).hasSize(2);
    assertThat(send(repeat("another")).statusCode()).isEqualTo(409);
  }

  @Test
  void prompts_go_in_their_time_and_the_jobs_stay() {
    canaries.sing(acme);
    canaries.sing(other);
    assertThat(canaries.found(texts())).isEqualTo(texts());

    keep("{\"prompts_hours\":0}");
    sweep();

    assertGone(texts());
    assertThat(hashes(acme)).hasSize(7).containsOnly("");
    assertThat(canaries.found(acme.files())).isEqualTo(acme.files());
    assertThat(canaries.found(other.all())).isEqualTo(other.all());
    assertEveryApiStillAnswers();
  }

  @Test
  void pictures_go_in_their_time_and_the_rest_stays() {
    canaries.sing(acme);
    canaries.sing(other);
    String job = jobOf("own", acme);
    String picture = get(acme, "/api/v1/jobs/" + job).at("/images/0/artifact").stringValue();

    keep("{\"images_hours\":0}");
    sweep();

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> status(acme, "/api/v1/artifacts/" + picture + "/content") == 404);
    assertThat(canaries.found(acme.texts())).isEqualTo(acme.texts());
    assertThat(canaries.found(other.all())).isEqualTo(other.all());
    assertThat(get(acme, "/api/v1/jobs/" + job).at("/order/prompt").stringValue())
        .isEqualTo(acme.says("own"));
  }

  @Test
  void jobs_go_in_their_time_with_all_that_belongs_to_them_and_the_ledger_stays() {
    canaries.sing(acme);
    canaries.sing(other);

    keep("{\"jobs_hours\":0}");
    sweep();

    var all = new TreeSet<>(texts());
    all.add(acme.says("hook"));
    all.add(acme.says("idempotency"));
    assertGone(all);
    assertThat(canaries.jobs(acme)).isEmpty();
    assertThat(canaries.found(other.all())).isEqualTo(other.all());
    JsonNode ledger =
        JsonMapper.shared().readTree(server.get("/api/v1/tenants/acme/ledger").body());
    assertThat(ledger.path("data")).isNotEmpty();
  }

  @Test
  void a_job_is_there_as_long_as_its_pictures_and_inputs_no_longer_than_usual() throws Exception {
    canaries.sing(acme);
    String days =
        "SELECT CAST(ROUND((expires - created) / 86400000.0) AS INTEGER) FROM artifact"
            + " WHERE tenant = 'acme' ORDER BY id";
    List<String> usual = column(days);
    keep("{\"prompts_hours\":1000}");
    sweep();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            column("SELECT id FROM job WHERE tenant = 'acme' AND erase_text IS NULL").isEmpty());
    assertThat(column(days)).isEqualTo(usual);

    keep("{\"images_hours\":8760}");
    sweep();

    String early = "SELECT id FROM job WHERE tenant = 'acme' AND (forget IS NULL OR forget < ";
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> column(early + "ended + 8759 * 3600000)").isEmpty());
  }

  private List<String> column(String sql) throws SQLException {
    var texts = new ArrayList<String>();
    String url = "jdbc:sqlite:" + server.data().resolve("atelier.db");
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      while (result.next()) {
        texts.add(String.valueOf(result.getString(1)));
      }
    }
    return texts;
  }

  @Test
  void what_is_still_to_be_told_stays_until_then() {
    canaries.post(
        acme,
        "/api/v1/jobs",
        "{\"prompt\":\"canary-told-z\",\"webhook\":\"http://127.0.0.1:9/nobody\"}");
    canaries.post(acme, "/api/v1/jobs", "{\"prompt\":\"canary-gone-z\"}");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> canaries.jobs(acme).stream().allMatch(job -> job.state() == JobState.SUCCEEDED));

    keep("{\"jobs_hours\":0,\"prompts_hours\":0,\"images_hours\":0}");
    sweep();

    assertGone(Set.of("canary-gone-z"));
    assertThat(canaries.jobs(acme)).hasSize(1);
    assertThat(canaries.found(Set.of("canary-told-z"))).hasSize(1);
    String picture =
        canaries.jobs(acme).getFirst().images().getFirst().artifact().orElseThrow().toString();
    assertThat(status(acme, "/api/v1/artifacts/" + picture + "/content")).isEqualTo(200);
  }

  private void assertEveryApiStillAnswers() {
    for (Job job : canaries.jobs(acme)) {
      String id = job.id().toString();
      String plain = id.replace("-", "");
      assertThat(get(acme, "/api/v1/jobs/" + id).at("/order/prompt").isNull()).isTrue();
      assertThat(get(acme, "/api/v1/jobs/" + id).path("metadata")).isEmpty();
      assertThat(status(acme, "/v1/images/tasks/" + id)).isLessThan(500);
      assertThat(status(acme, "/apimart/v1/tasks/task_" + plain)).isLessThan(500);
      assertThat(status(acme, "/v1/queue/gpt_image_2/requests/" + id)).isLessThan(500);
      assertThat(status(acme, "/v1/responses/resp_" + plain)).isLessThan(500);
      assertThat(status(acme, "/v1/responses/resp_" + plain + "/input_items")).isLessThan(500);
      for (String type : List.of("getResponse", "getTaskDetails")) {
        String ask = "[{\"taskType\":\"%s\",\"taskUUID\":\"%s\"}]".formatted(type, id);
        assertThat(
                send(request(acme, "/runware/v1").POST(BodyPublishers.ofString(ask))).statusCode())
            .isLessThan(500);
      }
    }
    JsonNode response =
        get(acme, "/v1/responses/resp_" + jobOf("responses", acme).replace("-", ""));
    assertThat(response.at("/output/0/revised_prompt").isNull()).as(response.toString()).isTrue();
    assertThat(response.path("metadata")).isEmpty();
  }

  /** The words of acme's jobs and whom they are for. */
  private Set<String> texts() {
    var all = new TreeSet<>(acme.texts());
    all.addAll(acme.users());
    return all;
  }

  private void keep(String settings) {
    HttpResponse<String> answer =
        send(
            request("/api/v1/tenants/acme/privacy")
                .method("PATCH", BodyPublishers.ofString(settings)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** The first sweep of a server is at its start. */
  private void sweep() {
    server = server.restarted();
    canaries.move(server);
  }

  private void assertGone(Set<String> words) {
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(canaries.found(words)).isEmpty());
  }

  /** Of each of the tenant's jobs; nothing where there is none. */
  private List<String> hashes(Customer who) {
    try (var records = server.records()) {
      return records
          .database()
          .read(tx ->
              tx.list(
                  "SELECT prompt_hash FROM job WHERE tenant = ?",
                  row -> row.textOrNull("prompt_hash").orElse(""),
                  new TenantId(who.tenant()).value()));
    }
  }

  private String jobOf(String dialect, Customer who) {
    String name = dialect.equals("own") ? "atelier" : dialect;
    return canaries.jobs(who).stream()
        .filter(job -> job.dialect().equals(name) && job.state() == JobState.SUCCEEDED)
        .findFirst()
        .orElseThrow()
        .id()
        .toString();
  }

  private String repeated(String prompt) {
    HttpResponse<String> answer = send(repeat(prompt));
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    return JsonMapper.shared().readTree(answer.body()).path("id").stringValue();
  }

  private HttpRequest.Builder repeat(String prompt) {
    return request(acme, "/api/v1/jobs")
        .setHeader("Idempotency-Key", KEY)
        .POST(BodyPublishers.ofString("{\"prompt\":\"" + prompt + "\"}"));
  }

  private JsonNode get(Customer who, String path) {
    HttpResponse<String> answer = send(request(who, path).GET());
    assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private int status(Customer who, String path) {
    return send(request(who, path).GET()).statusCode();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    return server.send(request);
  }

  private HttpRequest.Builder request(Customer who, String path) {
    return request(path).setHeader("Authorization", "Bearer " + who.key());
  }

  private HttpRequest.Builder request(String path) {
    return server.request(path).setHeader("Content-Type", "application/json");
  }
}
