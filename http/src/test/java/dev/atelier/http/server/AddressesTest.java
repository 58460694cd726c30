package dev.atelier.http.server;

import static dev.atelier.http.server.TestServer.errors;
import static dev.atelier.http.server.TestServer.head;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How paths may be spelled, and what is answered at those that lead nowhere. */
@Timeout(60)
class AddressesTest {
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(mounts());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Mount[] mounts() {
    return new Mount[] {
      Mount.at(errors("root")).get("/", AddressesTest::say).get("/docs", AddressesTest::say),
      Mount.at(errors("links"), "/files").get("/{id}/{name}", AddressesTest::say),
      Mount.at(errors("images"), "/v1", "/open/v1", "/open")
          .post("/images/generations", AddressesTest::say)
          .post("/deployments/{model}/images/generations", AddressesTest::say)
          .get("/files/{id}", AddressesTest::say)
          .get("/files/{id}/content", AddressesTest::say),
      Mount.at(errors("queue"), "/v1/queue", "/model/v1/queue")
          .post("/{app}", AddressesTest::say)
          .get("/{app}/requests/{id}", AddressesTest::say),
      Mount.at(errors("own"), "/api/v1")
          .post("/jobs", AddressesTest::say)
          .get("/jobs/{id}", AddressesTest::say)
          .post("/jobs/{id}/cancel", AddressesTest::say)
    };
  }

  private static void say(Exchange exchange) throws Exception {
    exchange.respond(200, "text/plain", (exchange.route() + " " + exchange.path()).getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/images/generations",
        "//v1/images/generations",
        "///v1//images///generations//",
        "/v1/images/generations/",
        "/images/generations",
        "//images//generations/",
        "/v1/v1/images/generations",
        "/v1/v1/v1//images/generations",
        "/V1/Images/GENERATIONS",
        "/v1%20/images/generations%20",
        "/v1/./images/../images/generations",
        "/v1/images/generations/images/generations",
        "/v1/images/generations/v1/images/generations",
        "/v1/images;x=1/generations;y",
        "/v1/%69mages/generations",
        "/v1%2Fimages%2fgenerations",
        "/images%2Fgenerations"
      })
  void a_path_finds_its_route_however_it_is_spelled(String path) throws Exception {
    assertThat(ask("POST", path)).isEqualTo("200 /v1/images/generations /v1/images/generations");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | / | / /",
        "GET | // | / /",
        "GET | /docs/ | /docs /docs",
        "POST | /open/v1/v1/images/generations | /open/images/generations /open/images/generations",
        "POST | /open/open/images/generations | /open/images/generations /open/images/generations",
        "POST | /v1/open/deployments/m-2/images/generations | /open/deployments/{model}/images/generations /open/deployments/m-2/images/generations",
        "POST | /v1/deployments/m/images/generations/ | /v1/deployments/{model}/images/generations /v1/deployments/m/images/generations",
        "POST | /queue/App | /v1/queue/{app} /v1/queue/App",
        "GET | /model//queue/a/requests/R | /model/v1/queue/{app}/requests/{id} /model/v1/queue/a/requests/R",
        "POST | /model/v1/v1/queue/a | /model/v1/queue/{app} /model/v1/queue/a",
        "POST | /api/jobs | /api/v1/jobs /api/v1/jobs",
        "GET | /api/api/v1/jobs/7/ | /api/v1/jobs/{id} /api/v1/jobs/7",
        "GET | /API/V1/jobs/aB%2Fc | /api/v1/jobs/{id} /api/v1/jobs/aB%2Fc",
        "POST | /api/v1//jobs/7/cancel | /api/v1/jobs/{id}/cancel /api/v1/jobs/7/cancel",
        "GET | /files/f-1/content | /v1/files/{id}/content /v1/files/f-1/content",
        "GET | /files/f-1 | /v1/files/{id} /v1/files/f-1",
        "GET | //files//u/a.png | /files/{id}/{name} /files/u/a.png",
        "GET | /v1/files/v1 | /v1/files/{id} /v1/files/v1"
      })
  void every_mount_has_the_same_freedom(String method, String path, String route) throws Exception {
    assertThat(ask(method, path)).isEqualTo("200 " + route);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /v1/image/generation | images | POST /v1/images/generations",
        "POST | /open/v1/image/generations | images | POST /open/v1/images/generations",
        "POST | /v2/images/generations | images | POST /v1/images/generations",
        "POST | /api/v9%2Fjobs | own | POST /api/v1/jobs",
        "POST | /v1/chat/completions | images | POST /v1/images/generations",
        "GET | /v1/jobs/7 | own | GET /api/v1/jobs/{id}",
        "POST | /api/v1/job | own | POST /api/v1/jobs",
        "POST | /jobs/7/cancel | own | POST /api/v1/jobs/{id}/cancel",
        "GET | /model/v1/foo | queue | POST /model/v1/queue/{app}",
        "GET | /v1/queue/a/request/7/status | queue | GET /v1/queue/{app}/requests/{id}",
        "GET | /doc | root | GET /docs"
      })
  void a_path_that_leads_nowhere_is_told_where_to_go_by_the_api_it_resembles(
      String method, String path, String mount, String address) throws Exception {
    assertThat(ask(method, path))
        .isEqualTo("404 {\"" + mount + "\":\"not found. Try " + address + ".\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/elsewhere", "/x/y/z", "/favicon.ico"})
  void a_path_that_resembles_nothing_is_the_fallbacks(String path) throws Exception {
    assertThat(ask("GET", path)).isEqualTo("404 {\"none\":\"not found.\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/images/%zzgenerations, POST /v1/images/generations",
    "/v1/images/generations%, POST /v1/images/generations",
    "/v1/images/%00, POST /v1/images/generations",
    "/api/v1/jobs/%f, POST /api/v1/jobs",
    "/../../api/v1/jobs, POST /api/v1/jobs",
    "/v1/queue/a/requests/%gg, GET /v1/queue/{app}/requests/{id}"
  })
  void a_path_that_cannot_be_decoded_is_told_where_to_go(String path, String address)
      throws Exception {
    assertThat(ask("POST", path))
        .startsWith("400 {\"")
        .contains("bad: the path cannot be decoded, try " + address);
  }

  @Test
  void the_connection_goes_on_after_a_path_that_cannot_be_decoded() throws Exception {
    try (RawClient client = server.client()) {
      assertThat(client.send(head("GET", "/v1/%zz")).answer().status()).isEqualTo(400);
      assertThat(client.send(head("GET", "/docs")).answer().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/images/generations%c3%28, Bad UTF-8 encoding",
    "/v1/images/%2e%2e/images/generations, Ambiguous URI path segment",
    "/v1/images/generations%0A, Suspicious Path Character",
    "/v1/images/generations#now, Fragment",
    "'/v1\\images\\generations', 'Suspicious Path Character, Illegal Path Character'"
  })
  void a_path_that_is_forbidden_is_told_where_to_go(String path, String problem) throws Exception {
    assertThat(ask("POST", path))
        .isEqualTo("400 {\"images\":\"bad: " + problem + ", try POST /v1/images/generations\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/images/generations", "//images/generations/", "/v1/v1/images/generations"})
  void another_method_is_refused_in_the_routes_own_shape(String path) throws Exception {
    try (RawClient client = server.client()) {
      RawClient.Answer answer = client.send(head("PATCH", path)).answer();
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.body()).isEqualTo("{\"images\":\"allowed [POST]\"}");
      assertThat(answer.headers()).containsEntry("allow", "POST");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"post", "Post", "pOST"})
  void a_method_counts_in_any_case(String method) throws Exception {
    assertThat(ask(method, "/v1/images/generations")).startsWith("200");
  }

  @Test
  void a_long_path_costs_little() throws Exception {
    assertThat(ask("GET", "/" + "ab/".repeat(2_000))).startsWith("404");
    assertThat(ask("GET", "/v1/" + "a".repeat(8_000))).startsWith("404");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//v1/images/generations",
        "/v1/images/generations/",
        "/images/generations",
        "/v1/v1/images/generations",
        "/V1/images/generations"
      })
  void an_exact_server_forgives_nothing(String path) throws Exception {
    var builder = HttpService.builder().port(0).exactPaths(true).fallback(mounts()[2]);
    for (Mount mount : mounts()) {
      builder.mount(mount);
    }
    try (HttpService exact = builder.build()) {
      exact.start();
      try (var client = new RawClient(exact.port())) {
        RawClient.Answer answer = client.send(head("POST", path, "Content-Length: 0")).answer();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("Try POST /v1/images/generations.");
        client.send(head("POST", "/v1/images/generations", "Content-Length: 0"));
        assertThat(client.answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void two_mounts_or_routes_at_one_place_are_a_mistake() {
    Mount one = Mount.at(errors("a"), "/v1").get("/x/{id}", AddressesTest::say);
    Mount other = Mount.at(errors("b"), "/v1");
    Mount twice = Mount.at(errors("c"), "/v2").get("/{a}", e -> {}).get("/{b}", e -> {});

    assertThatThrownBy(() -> new Router(List.of(one, other), one, false))
        .hasMessage("two mounts at /v1");
    assertThatThrownBy(() -> new Router(List.of(twice), one, false))
        .hasMessage("two routes for GET /v2/{b}");
  }

  private static String ask(String method, String path) throws Exception {
    try (RawClient client = server.client()) {
      RawClient.Answer answer = client.send(head(method, path, "Content-Length: 0")).answer();
      return answer.status() + " " + answer.body();
    }
  }
}
