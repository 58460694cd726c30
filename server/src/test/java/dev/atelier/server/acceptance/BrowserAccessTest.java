package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other origins may do with every API, and what with the operator's routes. */
@Timeout(120)
@ExtendWith(SharedServer.class)
class BrowserAccessTest {
  private static final String ALLOW = "access-control-allow-origin";
  private static final String APP = "https://app.example.org";

  /** What a browser shows to every page, and what only browsers and proxies read. */
  private static final Set<String> NEEDS_NO_LEAVE =
      Set.of(
          "cache-control",
          "content-language",
          "content-length",
          "content-type",
          "expires",
          "last-modified",
          "pragma",
          "connection",
          "date",
          "transfer-encoding",
          "vary",
          "x-accel-buffering",
          "x-content-type-options",
          "content-security-policy",
          "cross-origin-resource-policy",
          "referrer-policy");

  /** As the vendors' SDKs for browsers send them (openai-node's {@code buildHeaders}). */
  private static final List<String> SDK_HEADERS =
      List.of(
          "accept",
          "authorization",
          "content-type",
          "idempotency-key",
          "openai-beta",
          "openai-organization",
          "openai-project",
          "user-agent",
          "x-stainless-arch",
          "x-stainless-lang",
          "x-stainless-os",
          "x-stainless-package-version",
          "x-stainless-retry-count",
          "x-stainless-runtime",
          "x-stainless-runtime-version",
          "x-stainless-timeout",
          "api-key",
          "x-api-key",
          "last-event-id",
          "x-apimart-response-version");

  @ParameterizedTest
  @CsvSource({
    "/v1/images/generations, POST",
    "/v1/images/edits, POST",
    "/openai/v1/images/generations/async, POST",
    "/openai/deployments/gpt-image-2/images/edits, POST",
    "/v1/images/tasks/x, GET",
    "/v1/files, POST",
    "/v1/files/x, DELETE",
    "/v1/models, GET",
    "/images/generations, POST",
    "//v1//images/generations/, POST",
    "/model/v1/queue/gpt_image_2, POST",
    "/v1/queue/gpt_image_2/requests/x/status, GET",
    "/v1/queue/gpt_image_2/requests/x/cancel, PUT",
    "/api/v1/storage/files, POST",
    "/apimart/v1/images/generations, POST",
    "/apimart/v1/tasks/x, GET",
    "/apimart/v1/tasks/batch, POST",
    "/apimart/v1/uploads/images, POST",
    "/apimart/v1/balance, GET",
    "/api/v1/jobs, POST",
    "/api/v1/jobs/x/events, GET",
    "/api/v1/artifacts/x, DELETE",
    "/api/v1/openapi.yaml, GET",
    "/openapi.yaml, GET",
    "/files/x/image.png, GET",
    "/healthz, GET",
    "/llms.txt, GET",
    "/, GET",
    "/nothing/here, DELETE"
  })
  void a_preflight_is_answered_without_a_key(String path, String method, LiveServer server)
      throws IOException {
    RawAnswer answer =
        RawAnswer.of(
            server,
            "OPTIONS",
            path,
            "Authorization: none",
            "Origin: " + APP,
            "Access-Control-Request-Method: " + method,
            "Access-Control-Request-Headers: " + String.join(",", SDK_HEADERS) + ",x-of-tomorrow");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue(ALLOW)).hasValue("*");
    assertThat(answer.headers().firstValue("access-control-allow-credentials")).isEmpty();
    assertThat(words(answer, "access-control-allow-methods")).contains(lower(method));
    assertThat(words(answer, "access-control-allow-headers"))
        .containsAll(SDK_HEADERS)
        .contains("x-of-tomorrow");
    assertThat(Integer.parseInt(answer.headers().firstValue("access-control-max-age").orElse("0")))
        .isPositive();
  }

  @Test
  void a_preflight_that_names_no_headers_is_told_all_that_sdks_send(LiveServer server)
      throws IOException {
    RawAnswer answer = RawAnswer.of(server, "OPTIONS", "/v1/images/generations");

    assertThat(words(answer, "access-control-allow-headers")).containsAll(SDK_HEADERS);
    assertThat(words(answer, "allow")).containsExactly("options", "post");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_page_can_read_all_that_an_answer_says(Dialect dialect, LiveServer server) {
    HttpResponse<String> answer = fromPage(server, dialect.path, dialect.order());

    dialect.assertAccepted(answer);
    assertReadable(answer);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_page_can_read_every_error(Dialect dialect, LiveServer server) throws IOException {
    assertReadable(fromPage(server, dialect.path, "{"));
    assertReadable(fromPage(server, dialect.path, "{\"prompt\":\"" + "x".repeat(40_000) + "\"}"));
    assertReadable(RawAnswer.of(server, "POST", dialect.path, "Authorization: Bearer no"));
    assertReadable(RawAnswer.of(server, "PATCH", dialect.path));
    assertReadable(RawAnswer.of(server, "POST", dialect.path + "x/nowhere"));
    assertReadable(RawAnswer.of(server, "POST", dialect.path + "%zz"));
    assertReadable(RawAnswer.of(server, "POST", dialect.path, "X: " + "x".repeat(20_000)));
    assertReadable(RawAnswer.of(server, "POST", dialect.path, "Content-Length: 999999999999"));
  }

  @Test
  void a_page_can_read_streams_files_and_the_document(LiveServer server) {
    HttpResponse<String> stream =
        fromPage(
            server,
            "/v1/images/generations",
            "{\"prompt\":\"fox\",\"size\":\"1024x640\",\"stream\":true,\"partial_images\":1}");
    assertThat(stream.headers().firstValue("content-type").orElse("")).contains("event-stream");
    assertReadable(stream);
    HttpResponse<String> made =
        fromPage(
            server,
            "/v1/images/generations",
            "{\"prompt\":\"fox\",\"size\":\"1024x640\",\"response_format\":\"url\"}");
    String link = made.body().replaceAll("(?s).*\"url\":\"([^\"]+)\".*", "$1");
    for (String url :
        List.of(
            link,
            link.replace("sig=", "sig=x"),
            server.uri("/api/v1/openapi.yaml").toString(),
            server.uri("/api/v1/openapi.json").toString())) {
      assertReadable(server.send(HttpRequest.newBuilder(URI.create(url)).header("Origin", APP)));
    }
    HttpResponse<String> part =
        server.send(
            HttpRequest.newBuilder(URI.create(link))
                .header("Origin", APP)
                .header("Range", "bytes=0-9"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.headers().firstValue("cross-origin-resource-policy")).hasValue("cross-origin");
    assertReadable(part);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/accounts",
    "POST, /api/v1/accounts",
    "DELETE, /api/v1/accounts/x",
    "POST, /api/v1/accounts/x/test",
    "GET, //api//v1/accounts/",
    "GET, /api/accounts",
    "GET, /api/v1/attempts",
    "POST, /api/v1/webhooks",
    "PATCH, /api/v1/webhooks/x",
    "GET, /api/v1/webhooks/x/secret",
    "GET, /api/v1/webhook-secret",
    "POST, /api/v1/deliveries/x/redeliver",
    "GET, /metrics",
    "GET, //metrics/"
  })
  void the_operators_routes_are_for_pages_of_this_server_alone(
      String method, String path, LiveServer shared) throws IOException {
    for (String origins : new String[] {"*", APP}) {
      try (LiveServer own = origins.equals("*") ? null : start(origins)) {
        LiveServer server = own == null ? shared : own;
        String asking = "Access-Control-Request-Method: " + method;
        RawAnswer preflight = RawAnswer.of(server, "OPTIONS", path, "Origin: " + APP, asking);
        RawAnswer answer = RawAnswer.of(server, method, path, "Origin: " + APP);

        assertThat(preflight.statusCode()).isEqualTo(204);
        for (RawAnswer one : List.of(preflight, answer)) {
          assertThat(one.headers().map().keySet().stream().map(BrowserAccessTest::lower))
              .noneMatch(name -> name.startsWith("access-control-"));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://app.example.org", "http://localhost:5173", "https://a.b.example.net"})
  void only_named_origins_are_told_that_they_may(String origin) throws IOException {
    try (var server = start(APP + ", http://localhost:5173, https://*.example.net")) {
      for (Dialect dialect : Dialect.values()) {
        RawAnswer good = RawAnswer.of(server, "POST", dialect.path, "Origin: " + origin);
        RawAnswer evil = RawAnswer.of(server, "POST", dialect.path, "Origin: https://evil.test");
        RawAnswer none = RawAnswer.of(server, "POST", dialect.path);

        assertThat(good.headers().firstValue(ALLOW)).hasValue(origin);
        for (RawAnswer answer : List.of(good, evil, none)) {
          assertThat(answer.headers().firstValue("vary")).hasValue("Origin");
        }
        assertThat(evil.headers().firstValue(ALLOW)).isEmpty();
        assertThat(none.headers().firstValue(ALLOW)).isEmpty();
      }
    }
  }

  @Test
  void cookies_are_for_named_origins_where_the_operator_says_so() throws IOException {
    try (var server = LiveServer.start(Map.of("cors.origins", APP, "cors.credentials", "true"))) {
      for (String method : new String[] {"OPTIONS", "GET"}) {
        RawAnswer answer = RawAnswer.of(server, method, "/v1/models", "Origin: " + APP);
        assertThat(answer.headers().firstValue(ALLOW)).hasValue(APP);
        assertThat(answer.headers().firstValue("access-control-allow-credentials"))
            .hasValue("true");
      }
    }
  }

  private static LiveServer start(String origins) {
    return LiveServer.start(Map.of("cors.origins", origins));
  }

  private static HttpResponse<String> fromPage(LiveServer server, String path, String body) {
    return server.send(
        server
            .request(path)
            .header("Origin", APP)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** Fails unless a page of any origin may read it, every header of ours included. */
  private static void assertReadable(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue(ALLOW)).as(answer.body()).hasValue("*");
    Set<String> hidden = new TreeSet<>();
    answer.headers().map().keySet().stream()
        .map(BrowserAccessTest::lower)
        .filter(name -> !name.startsWith("access-control-"))
        .forEach(hidden::add);
    hidden.removeAll(NEEDS_NO_LEAVE);
    hidden.removeAll(words(answer, "access-control-expose-headers"));
    assertThat(hidden).isEmpty();
  }

  private static List<String> words(HttpResponse<String> answer, String header) {
    return Arrays.stream(answer.headers().firstValue(header).orElse("").split(", *"))
        .map(BrowserAccessTest::lower)
        .toList();
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
