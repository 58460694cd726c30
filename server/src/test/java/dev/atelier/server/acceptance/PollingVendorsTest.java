package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What only the whole server shows of the two vendors whose clients poll. */
@Timeout(120)
class PollingVendorsTest {
  private static final Map<String, String> CALLING =
      Map.of("allow-private-networks", "true", "apimart.webhooks", "true");

  @Test
  void a_file_uploaded_ahead_is_the_reference_of_a_seaart_task() {
    try (var server = LiveServer.start(Map.of())) {
      byte[] image = made(server);
      String link = json(upload(server, image)).path("url").stringValue();
      assertThat(bytes(server, link)).isEqualTo(image);

      JsonNode task =
          json(
              server.postJson(
                  "/model/v1/queue/gpt_image_2_edit",
                  "{\"prompt\":\"fox\",\"size\":\"1024x640\",\"images\":[\"" + link + "\"]}"));

      assertThat(task.has("request_id")).as(task.toString()).isTrue();
      String response = task.path("response_url").stringValue();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> server.get(URI.create(response).getPath()).statusCode() == 200);
    }
  }

  @Test
  void an_apimart_client_is_called_with_links_that_work() throws Exception {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hooks/callback",
        exchange -> {
          told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    try (var server = LiveServer.start(CALLING)) {
      String hook = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hooks";
      var submitted =
          server.postJson(
              "/apimart/v1/images/generations",
              "{\"prompt\":\"fox\",\"webhook\":\"" + hook + "\"}");
      assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(200);

      await().atMost(Duration.ofSeconds(60)).until(() -> !told.isEmpty());

      JsonNode task = JsonMapper.shared().readTree(told.element()).path("data");
      assertThat(task.path("id")).isEqualTo(json(submitted).at("/data/0/task_id"));
      assertThat(task.path("status").stringValue()).isEqualTo("completed");
      String link = task.at("/result/images/0/url/0").stringValue();
      assertThat(bytes(server, link)).isNotEmpty();
    } finally {
      receiver.stop(0);
    }
  }

  private static byte[] made(LiveServer server) {
    JsonNode task =
        json(server.postJson("/apimart/v1/images/generations", "{\"prompt\":\"house\"}"));
    String path = "/apimart/v1/tasks/" + task.at("/data/0/task_id").stringValue();
    JsonNode done =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> json(server.get(path)).path("data"),
                data -> data.path("status").stringValue().equals("completed"));
    return bytes(server, done.at("/result/images/0/url/0").stringValue());
  }

  private static byte[] bytes(LiveServer server, String link) {
    return server.send(server.request(link), BodyHandlers.ofByteArray()).body();
  }

  private static HttpResponse<String> upload(LiveServer server, byte[] image) {
    var form = new ByteArrayOutputStream();
    String head = "Content-Disposition: form-data; name=\"file\"; filename=\"house.png\"";
    form.writeBytes(ascii(String.join("\r\n", "--cli", head, "", "")));
    form.writeBytes(image);
    form.writeBytes(ascii("\r\n--cli--\r\n"));
    return server.send(
        server
            .request("/api/v1/storage/files")
            .header("Content-Type", "multipart/form-data; boundary=cli")
            .POST(BodyPublishers.ofByteArray(form.toByteArray())));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }
}
