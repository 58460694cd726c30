package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Quality;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server whose upstream does not do as it is told: another one that takes whatever its sandbox is
 * scripted to draw for good.
 */
class WrongDeliveriesTest {
  private static final ImageSize ORDERED = new ImageSize(1024, 1024);
  private LiveServer upstream;
  private LiveServer server;

  @BeforeEach
  void start() {
    upstream =
        LiveServer.start(Map.of("allow-private-networks", "true", "delivery.wrong-size", "accept"));
    server = front(Map.of());
  }

  @AfterEach
  void close() {
    server.close();
    upstream.close();
  }

  @Test
  void an_accepted_size_is_told_charged_as_what_it_is_and_counted() {
    restart(Map.of("delivery.wrong-size", "accept"));

    JsonNode answer = generate("a fox [atelier:size=640x480]", "medium", 1);

    assertThat(answer.path("size").asString()).isEqualTo("640x480");
    assertThat(sizes(answer)).containsExactly("640x480");
    JsonNode job = job();
    assertThat(micros(job.path("charged_usd")))
        .isLessThan(micros(job.path("image_price_usd")))
        .isPositive();
    assertThat(job.path("images").path(0).path("report").path("provenance").asString())
        .isEqualTo("kept");
    assertThat(job.path("differences").path(0).path("kind").asString()).isEqualTo("wrong_size");
    assertThat(job.path("differences").path(0).path("words").asString())
        .isEqualTo("size 640x480 where 1024x1024 was ordered");
    assertThat(account().path("differences").path("wrong_size").asInt()).isEqualTo(1);
    assertThat(server.get("/metrics").body())
        .contains("atelier_deliveries_differing_total{account=\"loop\",kind=\"wrong_size\"} 1.0");
  }

  @Test
  void a_wrong_size_of_the_right_shape_becomes_the_ordered_one() {
    JsonNode answer = generate("a fox [atelier:size=512x512]", "medium", 1);

    assertThat(answer.path("size").asString()).isEqualTo("1024x1024");
    assertThat(sizes(answer)).containsExactly("1024x1024");
    assertThat(account().path("differences").path("wrong_size").asInt()).isEqualTo(1);
  }

  @Test
  void a_wrong_shape_is_not_delivered_and_not_charged() {
    HttpResponse<String> answer = post("a fox [atelier:size=640x480]", "medium", 1, "");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
    JsonNode job = job();
    assertThat(micros(job.path("charged_usd"))).isZero();
    assertThat(job.path("attempts").path(0).path("outcome").asString()).isEqualTo("spent");
    assertThat(job.path("attempts").path(0).path("evidence").asString()).contains("640x480");
  }

  @Test
  void a_wrong_format_becomes_the_ordered_one() {
    JsonNode answer = generate("a fox [atelier:format=webp]", "medium", 1);

    assertThat(answer.path("output_format").asString()).isEqualTo("png");
    assertThat(bytes(answer, 0)).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void an_admitted_lower_quality_is_told_and_charged_as_what_it_is() {
    JsonNode answer = generate("a fox [atelier:quality=low]", "high", 1);

    assertThat(answer.path("quality").asString()).isEqualTo("low");
    var model = Catalog.builtIn().find("gpt-image-2").orElseThrow();
    long high = model.tokens().output(ORDERED, Quality.HIGH);
    long low = model.tokens().output(ORDERED, Quality.LOW);
    JsonNode job = job();
    assertThat(micros(job.path("image_price_usd")) - micros(job.path("charged_usd")))
        .isEqualTo((high - low) * 30);
    assertThat(account().path("differences").path("wrong_quality").asInt()).isEqualTo(1);
  }

  @Test
  void the_same_picture_twice_is_charged_once_and_told() {
    generate("a fox [atelier:repeat]", "low", 2);

    JsonNode job = job();
    assertThat(micros(job.path("charged_usd"))).isEqualTo(micros(job.path("image_price_usd")));
    assertThat(job.path("differences").path(0).path("kind").asString()).isEqualTo("repeated");
    assertThat(account().path("differences").path("repeated").asInt()).isEqualTo(1);
  }

  @Test
  void where_repeats_are_ordered_again_each_is_asked_for_once_more() {
    restart(Map.of("delivery.repeated-image", "reorder"));

    HttpResponse<String> answer = post("a fox [atelier:repeat]", "low", 2, "");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
    JsonNode job = job();
    assertThat(job.path("attempts").size()).isEqualTo(2);
    assertThat(micros(job.path("charged_usd"))).isZero();
  }

  @Test
  void previews_stay_and_the_last_event_tells_the_real_size() {
    restart(Map.of("delivery.wrong-size", "accept"));

    HttpResponse<String> answer =
        post("a fox [atelier:size=640x480]", "medium", 1, ",\"stream\":true,\"partial_images\":2");

    List<Event> events = Event.all(answer.body());
    assertThat(events)
        .extracting(Event::name)
        .containsExactly(
            "image_generation.partial_image",
            "image_generation.partial_image",
            "image_generation.completed");
    assertThat(events.getLast().data().path("size").asString()).isEqualTo("640x480");
    events.forEach(Event::assertPublished);
  }

  private JsonNode generate(String prompt, String quality, int count) {
    HttpResponse<String> answer = post(prompt, quality, count, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode json = JsonMapper.shared().readTree(answer.body());
    assertThat(json.path("data").size()).isEqualTo(count);
    return json;
  }

  private HttpResponse<String> post(String prompt, String quality, int count, String more) {
    return server.postJson(
        "/v1/images/generations",
        "{\"model\":\"gpt-image-2\",\"prompt\":\"%s\",\"size\":\"1024x1024\",\"quality\":\"%s\",\"n\":%d%s}"
            .formatted(prompt, quality, count, more));
  }

  private void restart(Map<String, String> settings) {
    server.close();
    server = front(settings);
  }

  private LiveServer front(Map<String, String> settings) {
    var all = new HashMap<>(settings);
    all.put("allow-private-networks", "true");
    LiveServer front = LiveServer.start(all);
    HttpResponse<String> added =
        front.postJson(
            "/api/v1/accounts",
            "{\"name\":\"loop\",\"provider\":\"openai\",\"base_url\":\"%s\",\"secret\":\"%s\"}"
                .formatted(upstream.uri("/v1"), LiveServer.ADMIN_KEY));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    return front;
  }

  /** The one job that there is, as its operator sees it. */
  private JsonNode job() {
    return json(server.get("/api/v1/jobs/" + server.jobs().getFirst().id()));
  }

  private JsonNode account() {
    return json(server.get("/api/v1/accounts/loop"));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static long micros(JsonNode dollars) {
    return new BigDecimal(dollars.asString()).movePointRight(6).longValueExact();
  }

  private static List<String> sizes(JsonNode answer) {
    return answer
        .path("data")
        .valueStream()
        .map(image -> Base64.getDecoder().decode(image.path("b64_json").asString()))
        .map(png -> java.nio.ByteBuffer.wrap(png))
        .map(png -> png.getInt(16) + "x" + png.getInt(20))
        .toList();
  }

  private static byte[] bytes(JsonNode answer, int index) {
    return Base64.getDecoder().decode(answer.path("data").path(index).path("b64_json").asString());
  }
}
