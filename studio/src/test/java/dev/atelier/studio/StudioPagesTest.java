package dev.atelier.studio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.server.HttpService;
import dev.atelier.http.server.Mount;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StudioPagesTest {
  private static final String SCRIPT = "/studio/assets/index-Ab3_x-9.js";

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpService http = start("sample");

  @AfterEach
  void stop() {
    http.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/studio/", "/studio"})
  void the_page_allows_nothing_but_its_own_server(String path) throws Exception {
    HttpResponse<byte[]> page = get(path);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(header(page, "Content-Security-Policy").split("; "))
        .contains(
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'");
    assertThat(header(page, "Content-Security-Policy")).doesNotContain("unsafe", "*", "http");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
  }

  @Test
  void pages_of_other_origins_may_not_read_it() throws Exception {
    assertThat(
            header(
                get("/studio/", "Origin", "https://evil.example"), "Access-Control-Allow-Origin"))
        .isEmpty();
    assertThat(header(get(SCRIPT, "Origin", "https://evil.example"), "Access-Control-Allow-Origin"))
        .isEmpty();
  }

  @Test
  void the_page_is_asked_for_each_time_and_sent_once() throws Exception {
    HttpResponse<byte[]> first = get("/studio/");
    HttpResponse<byte[]> again = get("/studio/", "If-None-Match", header(first, "ETag"));

    assertThat(header(first, "Cache-Control")).isEqualTo("private, no-cache");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get("/studio/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void a_file_whose_name_tells_its_content_is_kept_for_good() throws Exception {
    HttpResponse<byte[]> file = get(SCRIPT);

    assertThat(header(file, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(file, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(header(file, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, GZIP", "br;q=1.0, gzip;q=0.8, *;q=0.1", "gzip ; q=1"})
  void whoever_takes_gzip_gets_it(String accepted) throws Exception {
    HttpResponse<byte[]> packed = get(SCRIPT, "Accept-Encoding", accepted);
    byte[] plain = get(SCRIPT).body();

    assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(packed, "Vary")).contains("Accept-Encoding");
    assertThat(packed.body()).hasSizeLessThan(plain.length / 2);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "br", "gzip;q=0", "gzip; q=0.0", "xgzip"})
  void nobody_else_does(String accepted) throws Exception {
    HttpResponse<byte[]> plain = get(SCRIPT, "Accept-Encoding", accepted);

    assertThat(header(plain, "Content-Encoding")).isEmpty();
    assertThat(new String(plain.body(), StandardCharsets.UTF_8)).startsWith("// sample");
  }

  @Test
  void what_was_not_packed_goes_as_it_is() throws Exception {
    HttpResponse<byte[]> small = get("/studio/assets/small-1.css", "Accept-Encoding", "gzip");

    assertThat(header(small, "Content-Encoding")).isEmpty();
    assertThat(new String(small.body(), StandardCharsets.UTF_8)).isEqualTo("a{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/studio/assets/none.js",
        "/studio/assets/index-Ab3_x-9.js.gz",
        "/studio/assets/..%2Findex.html",
        "/studio/assets/..%2F..%2FStudioPages.class",
        "/studio/assets/index-Ab3_x-9"
      })
  void nothing_else_is_there(String path) throws Exception {
    HttpResponse<byte[]> reply = get(path);

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(header(reply, "Cache-Control")).doesNotContain("immutable");
  }

  @Test
  void a_server_that_was_built_without_it_says_how_to_get_it() throws Exception {
    try (HttpService bare = start("nothing")) {
      HttpResponse<byte[]> page = send(bare.uri(), "/studio/");

      assertThat(page.statusCode()).isEqualTo(503);
      assertThat(new String(page.body(), StandardCharsets.UTF_8))
          .contains("./atelier build", "Node");
      assertThat(header(page, "Cache-Control")).isEqualTo("no-store");
    }
  }

  private static HttpService start(String files) {
    Mount studio =
        StudioPages.mount(
            new StudioFiles(files), (exchange, error) -> exchange.respond(error.status()));
    HttpService http = HttpService.builder().port(0).mount(studio).build();
    try {
      http.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return http;
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return send(http.uri(), path, headers);
  }

  private HttpResponse<byte[]> send(URI server, String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
