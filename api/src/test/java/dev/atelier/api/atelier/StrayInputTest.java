package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
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
class StrayInputTest {
  private static final String JOB =
      """
      {"prompt":"fox","n":1,"size":"1024x1024","quality":"low","format":"webp","compression":9,\
      "background":"opaque","moderation":"low","seed":1,"user":"u","images":["%1$s"],"mask":"%1$s",\
      "link_ttl":60,"webhook":{"url":"https://hooks.example/","events":["job.failed"]},\
      "uploads":["https://hooks.example/"],"metadata":{"a":"b"},"delivery":"each"}\
      """
          .formatted(Samples.base64(Samples.png(3, 2)));
  private static final List<String> JOB_FIELDS =
      List.of(
          "model",
          "prompt",
          "n",
          "size",
          "quality",
          "format",
          "compression",
          "background",
          "moderation",
          "seed",
          "user",
          "images",
          "mask",
          "link_ttl",
          "webhook",
          "uploads",
          "metadata",
          "delivery");
  private static final String HOOK =
      "{\"url\":\"https://hooks.example/\",\"events\":[\"job.failed\"],\"description\":\"d\"}";
  private static final List<String> HOOK_FIELDS = List.of("url", "events", "description", "active");
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
          "[null]",
          "{\"url\":null}",
          "{\"artifact\":\"\"}",
          "{\"\":\"\"}",
          "\"auto\"",
          "\"data:\"",
          "\"http://\"",
          "\"http:\"",
          "\"http://[::1\"",
          "\"https://hooks.example:99999/\"",
          "\"1x1\"",
          "\"99999x99999\"");
  @TempDir Path directory;

  @Test
  void a_body_with_any_field_replaced_is_answered_below_500() throws Exception {
    try (var server = ApiServer.start(directory)) {
      for (String value : VALUES) {
        for (String field : JOB_FIELDS) {
          assertClientsFault(server, "jobs", with(JOB, field, value));
        }
        for (String field : HOOK_FIELDS) {
          assertClientsFault(server, "webhooks", with(HOOK, field, value));
        }
      }
    }
  }

  @Test
  void a_body_with_any_bytes_damaged_is_answered_below_500() throws Exception {
    var random = new Random(4);
    try (var server = ApiServer.start(directory)) {
      for (int i = 0; i < 300; i++) {
        byte[] body = (i % 2 == 0 ? JOB : HOOK).getBytes(StandardCharsets.UTF_8);
        for (int n = random.nextInt(1, 4); n > 0; n--) {
          body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        assertClientsFault(server, i % 2 == 0 ? "jobs" : "webhooks", body);
      }
    }
  }

  private static byte[] with(String body, String field, String value) {
    String changed = body.substring(0, body.length() - 1) + ",\"" + field + "\":" + value + "}";
    return changed.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertClientsFault(ApiServer server, String path, byte[] body)
      throws Exception {
    Reply reply =
        server.send(
            server
                .request("/api/v1/" + path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));

    assertThat(reply.status())
        .as(path + " " + new String(body, StandardCharsets.UTF_8) + " " + reply.body())
        .isBetween(200, 499);
    Contract.kept("POST /" + path, reply);
  }
}
