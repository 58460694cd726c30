package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and operators open: pages, health, counts. None needs a key from this machine. */
@ExtendWith(SharedServer.class)
class OperationsTest {
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/page/[^\"]+)\"");
  private static final Pattern SCRIPT = Pattern.compile("<script([^>]*)>([^<]*)</script>");
  private static final Pattern LINK = Pattern.compile("]\\((/[^)]+)\\)");
  private static final Pattern CALL = Pattern.compile("`(GET|POST) (/[^`]+)`");
  private static final Pattern TYPE = Pattern.compile("# TYPE (atelier_\\S+)");
  private static final Pattern HANDLER = Pattern.compile("<[^>]*\\s(on[a-z]+|style)=");

  @ParameterizedTest
  @ValueSource(strings = {"/", "/docs"})
  void a_page_runs_nothing_but_its_own_files(String path, LiveServer server) {
    HttpResponse<String> page = open(server, path);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(SCRIPT.matcher(page.body()).results())
        .allSatisfy(script -> {
          assertThat(script.group(1)).contains("src=\"/page/");
          assertThat(script.group(2)).isBlank();
        });
    assertThat(HANDLER.matcher(page.body()).find()).isFalse();
    assertThat(page.body()).doesNotContain("javascript:").doesNotContain("<style");
  }

  @Test
  void the_first_page_leads_to_the_studio_and_shows_a_call_to_this_very_server(LiveServer server) {
    String page = open(server, "/").body();
    List<String> assets =
        ASSET.matcher(page).results().map((MatchResult found) -> found.group(1)).toList();

    assertThat(assets).contains("/page/page.css");
    for (String asset : assets) {
      assertThat(open(server, asset).statusCode()).as(asset).isEqualTo(200);
    }
    assertThat(page)
        .contains("It is not an AI model", "href=\"/studio/\"", "href=\"/docs\"")
        .contains("curl " + server.uri("/api/v1/jobs"))
        .doesNotContain("<form", "<script");
  }

  @Test
  void what_language_models_are_told_of_is_there(LiveServer server) {
    HttpResponse<String> text = open(server, "/llms.txt");

    assertThat(text.statusCode()).isEqualTo(200);
    assertThat(text.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
    assertThat(LINK.matcher(text.body()).results().map(found -> found.group(1)))
        .contains("/api/v1/openapi.yaml")
        .allSatisfy(path -> assertThat(open(server, path).statusCode()).as(path).isEqualTo(200));
    assertThat(CALL.matcher(text.body()).results())
        .hasSizeGreaterThan(8)
        .allSatisfy(call -> assertThat(called(server, call)).as(call.group()).isEqualTo(401));
  }

  /** Without a key, a path that is there asks for one. */
  private static int called(LiveServer server, MatchResult call) {
    var request = HttpRequest.newBuilder(server.uri(call.group(2).replaceAll("[{}]", "")));
    return server
        .send(request.method(call.group(1), HttpRequest.BodyPublishers.noBody()))
        .statusCode();
  }

  @Test
  void a_server_that_works_says_so(LiveServer server) {
    assertThat(open(server, "/healthz").body()).isEqualTo("ok\n");
    assertThat(open(server, "/readyz").body()).isEqualTo("ready\n");
    assertThat(open(server, "/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void the_metrics_count_jobs_and_name_no_caller(LiveServer server) {
    try (var sdk = server.sdk()) {
      sdk.generate(SdkClient.small("a zebra crossing"));
    }
    HttpResponse<String> metrics = open(server, "/metrics");

    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body())
        .contains("atelier_jobs_submitted_total{dialect=\"openai\",how=\"new\"}")
        .contains("atelier_jobs_ended_total{dialect=\"openai\",fault=\"none\",state=\"succeeded\"}")
        .contains("atelier_attempts_seconds_count{outcome=\"succeeded\",provider=\"sandbox\"}")
        .contains("atelier_queue_running")
        .contains("atelier_jobs_wait_seconds_count{dialect=\"openai\"}")
        .contains("atelier_jobs_latency_seconds_bucket{quality=")
        .contains(
            "atelier_account_state{account=\"sandbox\",provider=\"sandbox\",state=\"up\"} 1.0")
        .contains("atelier_database_pending_writes")
        .contains("route=\"/v1/images/generations\"")
        .doesNotContain("zebra")
        .doesNotContain(LiveServer.ADMIN_KEY);
  }

  @Test
  void every_metric_of_a_running_server_is_documented(LiveServer server) throws IOException {
    String table = Files.readString(Path.of("..", "docs", "metrics.md"));
    List<String> names =
        TYPE.matcher(open(server, "/metrics").body())
            .results()
            .map(found -> found.group(1).replaceAll("_max$", ""))
            .toList();

    assertThat(names)
        .hasSizeGreaterThan(20)
        .allSatisfy(name -> assertThat(table).contains("| `" + name + "` |"));
  }

  @Test
  void an_unknown_path_names_the_address_that_most_clients_want(LiveServer server) {
    HttpResponse<String> answer = open(server, "/nowhere");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    assertThat(answer.body())
        .contains("Invalid URL (GET /nowhere). Try POST /v1/images/generations.");
  }

  private static HttpResponse<String> open(LiveServer server, String path) {
    return server.send(HttpRequest.newBuilder(server.uri(path)));
  }
}
