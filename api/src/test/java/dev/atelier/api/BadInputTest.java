package dev.atelier.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client sends, the fault is never the server's. */
@Timeout(120)
class BadInputTest {
  private static final List<String> PATHS =
      List.of(
          "/v1/queue/gpt_image_2",
          "/model/v1/queue/gpt_image_2_edit",
          "/apimart/v1/images/generations",
          "/apimart/v1/tasks/batch",
          "/v1/images/generations/async",
          "/v1/images/edits/async");
  private static final String GOOD =
      """
      {"model":"gpt-image-2-official","prompt":"fox","n":1,"size":"16:9","resolution":"2k",\
      "images":["%1$s",{"url":"%1$s"}],"image_urls":["%1$s"],"mask":"%1$s","mask_url":["%1$s"],\
      "task_ids":["x","%2$s"],"quality":"low","output_format":"webp","output_compression":"9"}\
      """
          .formatted(Samples.base64(Samples.png(3, 2)), "mmsu_00000000000000000000000000");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "1e99",
          "0.5",
          "99999999999999999999",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"é\"",
          "[]",
          "{}",
          "[[[]]]",
          "{\"url\":null}",
          "\"auto\"",
          "\"data:\"",
          "\"http://\"",
          "\"http://[::1\"",
          "\"1x1\"",
          "\"99999x99999\"");
  @TempDir Path directory;

  @Test
  void a_body_with_any_field_replaced_is_answered_below_500() throws Exception {
    var random = new Random(3);
    try (var server = ApiServer.start(directory)) {
      for (int i = 0; i < 400; i++) {
        String body = changed(random);
        assertClientsFault(
            server, PATHS.get(i % PATHS.size()), body.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void a_body_with_any_bytes_damaged_is_answered_below_500() throws Exception {
    var random = new Random(4);
    try (var server = ApiServer.start(directory)) {
      for (int i = 0; i < 400; i++) {
        byte[] body = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int n = random.nextInt(1, 4); n > 0; n--) {
          body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        assertClientsFault(server, PATHS.get(i % PATHS.size()), body);
      }
    }
  }

  private static void assertClientsFault(ApiServer server, String path, byte[] body)
      throws Exception {
    Reply reply =
        server.send(
            server
                .request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));

    assertThat(reply.status())
        .as(path + " " + new String(body, StandardCharsets.UTF_8) + " " + reply.body())
        .isBetween(200, 499);
    assertThat(reply.json().isObject()).isTrue();
  }

  /** One member's value is another. */
  private static String changed(Random random) {
    List<String> names =
        List.of(
            "model",
            "prompt",
            "n",
            "size",
            "resolution",
            "images",
            "image_urls",
            "mask",
            "mask_url",
            "task_ids",
            "quality",
            "output_format",
            "output_compression");
    String name = names.get(random.nextInt(names.size()));
    String value = VALUES.get(random.nextInt(VALUES.size()));
    return GOOD.substring(0, GOOD.length() - 1) + ",\"" + name + "\":" + value + "}";
  }
}
