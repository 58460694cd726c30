package dev.atelier.http.cors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsPolicyTest {
  private static final String ALLOW = "Access-Control-Allow-Origin";

  @ParameterizedTest
  @ValueSource(
      strings = {"https://app.example.org", "null", "chrome-extension://abcdef", "nonsense"})
  void every_origin_may_read_what_needs_no_cookie(String origin) {
    assertThat(answer(CorsPolicy.ANY, origin))
        .containsEntry(ALLOW, "*")
        .containsKey("Access-Control-Expose-Headers")
        .doesNotContainKeys("Vary", "Access-Control-Allow-Credentials");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://app.example.org | https://app.example.org | true",
        "https://app.example.org | HTTPS://App.Example.org | true",
        "https://app.example.org | https://app.example.org:443 | true",
        "https://app.example.org:443 | https://app.example.org | true",
        "https://app.example.org/ | https://app.example.org | true",
        "https://app.example.org | http://app.example.org | false",
        "https://app.example.org | https://app.example.org:8443 | false",
        "https://app.example.org | https://app.example.org.evil.test | false",
        "https://app.example.org | https://appxexample.org | false",
        "https://app.example.org | null | false",
        "https://*.example.org | https://a.b.example.org | true",
        "https://*.example.org | https://example.org | false",
        "https://*.example.org | https://evil-example.org | false",
        "http://localhost:* | http://localhost:5173 | true",
        "http://localhost:* | http://localhost | true",
        "http://localhost:* | http://localhost.evil.test:5173 | false",
        "http://[::1]:3000 | http://[::1]:3000 | true",
        "chrome-extension://abcdef | chrome-extension://abcdef | true",
        "null | null | true"
      })
  void a_named_origin_is_told_its_own_name(String named, String origin, boolean allowed) {
    CorsPolicy policy = CorsPolicy.of(List.of(named), false, CorsHeaders.STANDARD);

    assertThat(answer(policy, origin)).containsEntry("Vary", "Origin");
    assertThat(Optional.ofNullable(answer(policy, origin).get(ALLOW)))
        .isEqualTo(allowed ? Optional.of(origin) : Optional.empty());
  }

  @Test
  void only_named_origins_may_send_cookies() {
    CorsPolicy policy =
        CorsPolicy.of(List.of("https://app.example.org"), true, CorsHeaders.STANDARD);

    assertThat(answer(policy, "https://app.example.org"))
        .containsEntry("Access-Control-Allow-Credentials", "true");
    assertThat(answer(policy, "https://other.example.org")).containsOnlyKeys("Vary");
    assertThatThrownBy(() -> CorsPolicy.of(List.of("*"), true, CorsHeaders.STANDARD))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void none_is_told_nothing() {
    CorsPolicy none = CorsPolicy.of(List.of("none"), false, CorsHeaders.STANDARD);

    assertThat(answer(none, "https://app.example.org")).isEmpty();
    assertThat(preflight(none, List.of(), List.of("GET"))).containsOnlyKeys("Vary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.org/page",
        "app.example.org",
        "https://",
        "https://user@app.example.org",
        "https://app.example.org?x",
        "https://a*.example.org",
        "any",
        "none"
      })
  void what_is_no_origin_is_refused(String word) {
    assertThatThrownBy(
            () -> CorsPolicy.of(List.of("https://x.test", word), false, CorsHeaders.STANDARD))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_preflight_learns_methods_headers_and_for_how_long() {
    Map<String, String> headers =
        preflight(CorsPolicy.ANY, List.of("authorization, X-Mine", "x-other"), List.of("POST"));

    assertThat(headers)
        .containsEntry(ALLOW, "*")
        .containsEntry("Access-Control-Allow-Methods", "POST")
        .containsEntry("Access-Control-Max-Age", "7200")
        .doesNotContainKey("Access-Control-Allow-Private-Network");
    assertThat(allowed(headers))
        .contains("Authorization", "Content-Type", "X-Mine", "x-other")
        .doesNotContain("authorization");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a\rb",
        "a:b",
        "\"a\"",
        "<x>",
        "(x)",
        "",
        "X-Forwarded-Host",
        "forwarded",
        "x-real-ip",
        "h\u00e9",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      })
  void what_is_no_header_of_a_page_is_not_repeated(String name) {
    Map<String, String> headers =
        preflight(CorsPolicy.ANY, List.of(name + ",x-good"), List.of("GET"));

    assertThat(allowed(headers)).contains("x-good").doesNotContain(name);
  }

  @Test
  void a_flood_of_names_is_cut() {
    String names = String.join(",", IntStream.range(0, 3_000).mapToObj(i -> "x-" + i).toList());

    assertThat(allowed(preflight(CorsPolicy.ANY, List.of(names), List.of("GET"))))
        .hasSizeLessThan(100);
  }

  @Test
  void a_route_that_is_not_for_other_origins_allows_nothing() {
    assertThat(preflight(CorsPolicy.ANY, List.of(), List.of())).containsOnlyKeys("Vary");
  }

  private static List<String> allowed(Map<String, String> headers) {
    return List.of(headers.getOrDefault("Access-Control-Allow-Headers", "").split(", ", -1));
  }

  private static Map<String, String> answer(CorsPolicy policy, String origin) {
    Map<String, String> headers = new TreeMap<>();
    policy.answer(Optional.of(origin), headers::put);
    return headers;
  }

  private static Map<String, String> preflight(
      CorsPolicy policy, List<String> asked, List<String> methods) {
    Map<String, String> headers = new TreeMap<>();
    policy.preflight(
        new PreflightRequest(Optional.of("https://app.example.org"), asked, false),
        methods,
        headers::put);
    return headers;
  }
}
