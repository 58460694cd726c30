package dev.atelier.api.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.image.ImageRequest;
import java.time.Duration;
import java.util.Optional;

/** Every API that takes orders as JSON, so that one test asks them all. */
enum Dialect {
  OPENAI("/v1/images/generations", "/v1/images/edits", 400, "/error/message", "images", "mask"),
  SEAART("/v1/queue/gpt_image_2", "/v1/queue/gpt_image_2_edit", 422, "/detail", "images", "mask"),
  APIMART(
      "/apimart/v1/images/generations",
      "/apimart/v1/images/generations",
      400,
      "/error/message",
      "image_urls",
      "mask_url"),
  OWN("/api/v1/jobs", "/api/v1/jobs", 422, "/detail", "images", "mask");

  private final String generations;
  private final String edits;
  private final int refused;
  private final String message;
  private final String images;
  private final String mask;

  Dialect(
      String generations, String edits, int refused, String message, String images, String mask) {
    this.generations = generations;
    this.edits = edits;
    this.refused = refused;
    this.message = message;
    this.images = images;
    this.mask = mask;
  }

  /** The field of a format or compression, which our own API calls shorter. */
  String field(String openAis) {
    return this == OWN ? openAis.replace("output_", "") : openAis;
  }

  /** The member with the pictures to work from. */
  String images() {
    return images;
  }

  String mask() {
    return mask;
  }

  /** The model with every setting; a later field of the same name wins. */
  private String body(String fields) {
    String model = this == APIMART ? ",\"model\":\"gpt-image-2-official\"" : "";
    return "{\"prompt\":\"A red fox\"" + model + (fields.isEmpty() ? "" : "," + fields) + "}";
  }

  Reply generate(ApiServer server, String fields) throws Exception {
    return server.post(generations, body(fields));
  }

  /** The same under another media type, with a text before it. */
  Reply typed(ApiServer server, String type, String before) throws Exception {
    return server.send(server.json(generations, before + body("")).setHeader("Content-Type", type));
  }

  Reply edit(ApiServer server, String fields) throws Exception {
    return server.post(edits, body(fields));
  }

  /** What the upstream was asked for in the end. */
  ImageRequest ordered(ApiServer server, Reply accepted) {
    assertThat(accepted.status()).as("%s: %s", this, brief(accepted)).isBetween(200, 202);
    String job = accepted.header("x-atelier-job").orElseThrow();
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                server.provider.calls().stream()
                    .filter(call -> call.job().toString().equals(job))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow()
        .request();
  }

  /** Refused as this API refuses a field; the words. */
  String refusal(Reply reply) {
    assertThat(reply.status()).as("%s: %s", this, brief(reply)).isEqualTo(refused);
    return reply.text(message);
  }

  private static String brief(Reply reply) {
    return reply.body().substring(0, Math.min(300, reply.body().length()));
  }
}
