package dev.atelier.server.acceptance;

import static dev.atelier.server.acceptance.SdkClient.small;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.images.ImageGenerateParams.OutputFormat;
import com.openai.models.images.ImageGenerateParams.ResponseFormat;
import dev.atelier.image.ArtifactId;
import dev.atelier.storage.Disposition;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links instead of pictures: signed, expiring, for whoever has them. */
@ExtendWith(SharedServer.class)
class LinksTest {

  @Test
  void a_link_gives_the_picture_to_anyone_who_has_it(LiveServer server) {
    HttpResponse<byte[]> file = open(server, link(server));

    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("content-type")).hasValue("image/webp");
    assertThat(file.headers().firstValue("content-disposition"))
        .hasValue("inline; filename=\"image.webp\"");
    assertThat(file.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(file.headers().firstValue("content-security-policy"))
        .hasValue("default-src 'none'; sandbox");
    assertThat(Pixels.size(Pixels.decode(file.body()))).isEqualTo("1024x640");
  }

  @Test
  void a_link_answers_ranges_heads_and_unchanged_copies(LiveServer server) {
    URI link = link(server);
    HttpResponse<byte[]> whole = open(server, link);
    String etag = whole.headers().firstValue("etag").orElseThrow();

    HttpResponse<byte[]> part =
        fetch(server, HttpRequest.newBuilder(link).setHeader("Range", "bytes=100-299"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 100, 300));
    assertThat(part.headers().firstValue("content-range"))
        .hasValue("bytes 100-299/" + whole.body().length);

    HttpResponse<byte[]> past =
        fetch(server, HttpRequest.newBuilder(link).setHeader("Range", "bytes=99999999-"));
    assertThat(past.statusCode()).isEqualTo(416);

    HttpResponse<byte[]> unchanged =
        fetch(server, HttpRequest.newBuilder(link).setHeader("If-None-Match", etag));
    assertThat(unchanged.statusCode()).isEqualTo(304);

    HttpResponse<byte[]> head =
        fetch(
            server,
            HttpRequest.newBuilder(link).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("content-length"))
        .hasValue(Integer.toString(whole.body().length));
  }

  @ParameterizedTest
  @CsvSource({
    "exp=, exp=9",
    "sig=, sig=A",
    "kid=, kid=x",
    "d=i, d=a",
    "/image.webp, /image.png",
    "/files/0, /files/1"
  })
  void a_changed_link_leads_nowhere(String part, String changed, LiveServer server) {
    URI link = link(server);
    URI forged = URI.create(link.toString().replace(part, changed));

    assertThat(forged).isNotEqualTo(link);
    assertThat(open(server, forged).statusCode()).isEqualTo(404);
  }

  @Test
  void an_expired_link_leads_nowhere(LiveServer server) {
    Instant now = Instant.now();

    assertThat(open(server, resigned(server, now.plusSeconds(60), Disposition.INLINE)).statusCode())
        .isEqualTo(200);
    assertThat(
            open(server, resigned(server, now.minusSeconds(60), Disposition.INLINE)).statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_link_for_saving_says_so(LiveServer server) {
    URI link = resigned(server, Instant.now().plusSeconds(60), Disposition.ATTACHMENT);

    assertThat(open(server, link).headers().firstValue("content-disposition"))
        .hasValue("attachment; filename=\"image.webp\"");
  }

  /** A fresh picture's link as the server itself would sign it, with another expiry. */
  private static URI resigned(LiveServer server, Instant expires, Disposition disposition) {
    var id = new ArtifactId(UUID.fromString(link(server).getPath().split("/")[2]));
    return server.uri(server.links().path(id, "image.webp", expires, disposition));
  }

  @Test
  void links_begin_with_the_public_url() {
    try (var server = LiveServer.start(Map.of("public-url", "https://images.example.org/"))) {
      URI link = link(server);

      assertThat(link.toString()).startsWith("https://images.example.org/files/");
      assertThat(open(server, server.uri(relative(link))).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void our_own_link_is_an_input_without_being_fetched() {
    try (var server = LiveServer.start(Map.of("public-url", "https://images.example.org"))) {
      HttpResponse<String> answer =
          server.postJson(
              "/v1/images/edits",
              """
              {"prompt":"add a boat","size":"1024x640","quality":"low",\
              "images":[{"image_url":"%s"}]}\
              """
                  .formatted(link(server)));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  @SuppressWarnings("deprecation") // the vendor's models have no links; ours do
  private static URI link(LiveServer server) {
    try (var sdk = server.sdk()) {
      var answer =
          sdk.generate(
              small("a fox").responseFormat(ResponseFormat.URL).outputFormat(OutputFormat.WEBP));
      var image = answer.data().orElseThrow().getFirst();
      assertThat(image.b64Json()).isEmpty();
      return URI.create(image.url().orElseThrow());
    }
  }

  private static String relative(URI link) {
    return link.getRawPath() + "?" + link.getRawQuery();
  }

  private static HttpResponse<byte[]> open(LiveServer server, URI link) {
    return fetch(server, HttpRequest.newBuilder(link));
  }

  private static HttpResponse<byte[]> fetch(LiveServer server, HttpRequest.Builder request) {
    return server.send(request, BodyHandlers.ofByteArray());
  }
}
