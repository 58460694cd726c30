package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.providers.openai.FakeOpenAi;
import dev.atelier.providers.runware.FakeRunware;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.FakeUpstream;
import dev.atelier.providers.upstream.ImageMaker;
import java.awt.Rectangle;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** A mask goes only where one is taken: nobody is asked, and rested, who would leave it out. */
@Timeout(60)
class MaskedEditsTest {
  private static final String KEY = "sk-masks";

  private final FakeRunware runware = new FakeRunware(KEY);
  private final FakeOpenAi openAi = new FakeOpenAi(KEY);

  @BeforeEach
  void makePictures() {
    runware.makes(ImageMaker.pictures());
    openAi.makes(ImageMaker.pictures());
  }

  @AfterEach
  void close() {
    runware.close();
    openAi.close();
  }

  @Test
  void only_edits_without_a_mask_go_to_an_account_that_takes_none() {
    try (var server = LiveServer.start()) {
      add(server, "first", "runware", runware, "plus");

      HttpResponse<String> alone = edit(server, true);
      assertThat(alone.statusCode()).isEqualTo(403);
      assertThat(alone.body()).contains("Without a mask an account can.");

      add(server, "second", "openai", openAi, "pro");
      HttpResponse<String> masked = edit(server, true);
      assertThat(masked.statusCode()).isEqualTo(200);
      assertThat(runware.received()).isEmpty();
      assertThat(openAi.received(CallPhase.SUBMIT)).hasSize(1);
      assertThat(job(server, masked)).contains("first: takes no mask for gpt-image-2");

      HttpResponse<String> plain = edit(server, false);
      assertThat(plain.statusCode()).isEqualTo(200);
      assertThat(runware.submits()).hasSize(1);
      assertThat(openAi.received(CallPhase.SUBMIT)).hasSize(1);
    }
  }

  private static void add(
      LiveServer server, String name, String provider, FakeUpstream upstream, String tier) {
    HttpResponse<String> added =
        server.postJson(
            "/api/v1/accounts",
            JsonMapper.shared()
                .writeValueAsString(
                    Map.of(
                        "name", name,
                        "provider", provider,
                        "base_url", upstream.base().toString(),
                        "secret", KEY,
                        "tier", tier)));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
  }

  private static HttpResponse<String> edit(LiveServer server, boolean masked) {
    String mask =
        masked
            ? ",\"mask\":{\"image_url\":\"%s\"}"
                .formatted(dataUrl(Pixels.mask(1024, 640, new Rectangle(64, 64, 128, 128))))
            : "";
    return server.postJson(
        "/v1/images/edits",
        "{\"model\":\"gpt-image-2\",\"prompt\":\"a hat\",\"size\":\"1024x640\",\"images\":[{\"image_url\":\"%s\"}]%s}"
            .formatted(dataUrl(Pixels.photo(1024, 640)), mask));
  }

  private static String dataUrl(byte[] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  private static String job(LiveServer server, HttpResponse<String> answer) {
    return server
        .get("/api/v1/jobs/" + answer.headers().firstValue("x-atelier-job").orElseThrow())
        .body();
  }
}
