package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Links behind proxies: every API hands them out as the client addressed the proxy. */
@Timeout(120)
@ExtendWith(SharedServer.class)
class ForwardedLinksTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-Proto: https ; X-Forwarded-Host: images.example.org | https://images.example.org",
        "x-forwarded-proto: HTTPS ; x-forwarded-host: Images.Example.Org:8443 | https://images.example.org:8443",
        "X-Forwarded-Proto: https ; X-Forwarded-Host: h ; X-Forwarded-Port: 9443 | https://h:9443",
        "X-Forwarded-Proto: https ; X-Forwarded-Host: h ; X-Forwarded-Port: 443 | https://h",
        "X-Forwarded-Host: [2001:db8::1]:81 | http://[2001:db8::1]:81",
        "Forwarded: for=192.0.2.60;proto=https;by=203.0.113.43;host=images.example.org | https://images.example.org",
        "Forwarded: host=\"h:8443\";proto=https, for=\"[::1]\" | https://h:8443",
        "X-Forwarded-Host: evil.test, h ; X-Forwarded-For: 192.0.2.1 | http://h",
        "X-Forwarded-Host: h, in ; X-Forwarded-For: 192.0.2.1, 127.0.0.1 ; X-Forwarded-Proto: https, http | https://h"
      })
  void every_api_links_to_where_its_client_came_from(
      String headers, String base, LiveServer server) {
    for (Dialect dialect : Dialect.linking().toList()) {
      assertThat(link(server, dialect, headers)).as(dialect.name()).startsWith(base + "/");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Host: evil.test/x",
        "X-Forwarded-Host: user@evil.test",
        "X-Forwarded-Host: evil test",
        "X-Forwarded-Host: evil.test:99999",
        "X-Forwarded-Host: evil.test?x=1",
        "X-Forwarded-Host: \"evil.test\"",
        "X-Forwarded-Proto: javascript",
        "X-Forwarded-Port: 0",
        "Forwarded: host=\"evil.test/x\"",
        "Forwarded: host=evil.test; broken",
        "Forwarded: proto=file"
      })
  void what_no_client_can_have_addressed_is_ignored(String headers, LiveServer server) {
    for (Dialect dialect : Dialect.linking().toList()) {
      assertThat(link(server, dialect, headers))
          .as(dialect.name())
          .startsWith("http://127.0.0.1:" + server.uri("/").getPort() + "/");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.atelier.server.acceptance.Dialect#linking")
  void only_trusted_proxies_are_believed(Dialect dialect) {
    String headers = "X-Forwarded-Host: evil.test ; Forwarded: host=evil.test;proto=https";
    for (String trusted : new String[] {"none", "10.0.0.0/8, 2001:db8::/32", "127.0.0.2"}) {
      try (var server = LiveServer.start(Map.of("proxies.trusted", trusted))) {
        assertThat(link(server, dialect, headers)).as(trusted).doesNotContain("evil");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.atelier.server.acceptance.Dialect#linking")
  void the_public_url_wins(Dialect dialect) {
    try (var server = LiveServer.start(Map.of("public-url", "https://pictures.example.net"))) {
      assertThat(link(server, dialect, "X-Forwarded-Host: other.example.org"))
          .startsWith("https://pictures.example.net/");
    }
  }

  @Test
  void a_link_made_for_a_proxy_is_an_input_that_nobody_fetches(LiveServer server) {
    String link =
        link(
            server, Dialect.OPENAI, "X-Forwarded-Host: nowhere.invalid ; X-Forwarded-Proto: https");

    HttpResponse<String> answer =
        server.postJson(
            "/v1/images/edits",
            "{\"prompt\":\"add a boat\",\"size\":\"1024x640\",\"images\":[{\"image_url\":\"%s\"}]}"
                .formatted(link));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 192.0.2.1",
        "Forwarded: for=192.0.2.1",
        "Via: 1.1 proxy",
        "X-Real-IP: 192.0.2.1"
      })
  void metrics_without_a_key_are_not_for_who_comes_through_a_proxy(
      String header, LiveServer server) {
    assertThat(send(server, HttpRequest.newBuilder(server.uri("/metrics")), header).statusCode())
        .isEqualTo(401);
    assertThat(send(server, server.request("/metrics"), header).statusCode()).isEqualTo(200);
  }

  /** One that an answer of the API has. */
  private static String link(LiveServer server, Dialect dialect, String headers) {
    return switch (dialect) {
      case OPENAI ->
          json(post(
                  server,
                  dialect.path,
                  "{\"prompt\":\"fox\",\"size\":\"1024x640\",\"response_format\":\"url\"}",
                  headers))
              .at("/data/0/url")
              .stringValue();
      case SEAART ->
          json(post(server, dialect.path, dialect.order(), headers))
              .path("response_url")
              .stringValue();
      case RUNWARE ->
          json(post(server, dialect.path, dialect.order(), headers))
              .at("/data/0/imageURL")
              .stringValue();
      case RESPONSES -> throw new IllegalArgumentException("its pictures come inline");
      case APIMART -> json(upload(server, dialect.upload, headers)).path("url").stringValue();
      case ATELIER ->
          post(server, dialect.path, dialect.order(), headers)
              .headers()
              .firstValue("location")
              .orElseThrow();
    };
  }

  private static HttpResponse<String> upload(LiveServer server, String path, String headers) {
    var form = new ByteArrayOutputStream();
    form.writeBytes(
        ascii("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"));
    form.writeBytes(Pixels.photo(160, 100));
    form.writeBytes(ascii("\r\n--b--\r\n"));
    return send(
        server,
        server
            .request(path)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofByteArray(form.toByteArray())),
        headers);
  }

  private static HttpResponse<String> post(
      LiveServer server, String path, String body, String headers) {
    return send(
        server,
        server
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)),
        headers);
  }

  /** With lines that have {@code " ; "} between them. */
  private static HttpResponse<String> send(
      LiveServer server, HttpRequest.Builder request, String headers) {
    for (String line : headers.split(" ; ")) {
      int colon = line.indexOf(':');
      request.header(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return server.send(request);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
