package dev.atelier.server.acceptance;

import java.util.Arrays;
import java.util.Optional;

/** What a tenant owns and a route names: how it is made, and which routes name it. */
enum OwnedThing {
  IMAGE_TASK(
      "/(v1|openai/v1|openai)/images/tasks/[{]id[}]",
      "/v1/images/generations/async",
      "{\"prompt\":\"a red fox\",\"size\":\"1024x1024\"}",
      "/task_id",
      "/v1/images/tasks/%s"),
  FILE("/(v1|openai/v1|openai)/files/[{]id[}].*", "/v1/files", "", "/id", "/v1/files/%s"),
  RESPONSE(
      "/(v1|openai/v1|openai)/responses/[{]id[}].*",
      "/v1/responses",
      "{\"model\":\"gpt-5\",\"input\":\"a red fox\",\"background\":true,"
          + "\"tools\":[{\"type\":\"image_generation\"}]}",
      "/id",
      "/v1/responses/%s"),
  QUEUE_REQUEST(
      "/(model/)?v1/queue/[{]endpoint[}]/requests/[{]id[}].*",
      "/v1/queue/gpt_image_2",
      "{\"prompt\":\"a red fox\"}",
      "/request_id",
      "/v1/queue/gpt_image_2/requests/%s/status"),
  TASK(
      "/apimart/v1/tasks/[{]id[}]",
      "/apimart/v1/images/generations",
      "{\"prompt\":\"a red fox\",\"model\":\"gpt-image-2\"}",
      "/data/0/task_id",
      "/apimart/v1/tasks/%s"),
  JOB(
      "/api/v1/jobs/[{]id[}].*",
      "/api/v1/jobs",
      "{\"prompt\":\"a red fox\"}",
      "/id",
      "/api/v1/jobs/%s"),
  ARTIFACT("/api/v1/artifacts/[{]id[}].*", "/api/v1/artifacts", "", "/id", "/api/v1/artifacts/%s"),
  BOARD(
      "/api/v1/boards/[{]id[}].*",
      "/api/v1/boards",
      "{\"name\":\"foxes\"}",
      "/id",
      "/api/v1/boards/%s"),
  WEBHOOK(
      "/api/v1/webhooks/[{]id[}].*",
      "/api/v1/webhooks",
      "{\"url\":\"http://127.0.0.1:9/hook\"}",
      "/id",
      "/api/v1/webhooks/%s"),
  DELIVERY("/api/v1/deliveries/[{]id[}].*", "", "", "/id", "/api/v1/deliveries/%s"),
  SESSION(
      "/api/v1/sessions/[{]id[}]",
      "/api/v1/session",
      "{\"key\":\"%s\"}",
      "/data/0/id",
      "/api/v1/sessions"),
  TENANT("/api/v1/tenants/[{]id[}].*", "", "", "", "/api/v1/tenants/%s"),
  KEY("/api/v1/keys/[{]id[}].*", "/api/v1/tenants/%s/keys", "{}", "/id", "/api/v1/keys/%s");

  private final String named;
  final String collection;
  final String order;
  final String id;
  final String one;

  /**
   * @param named which templates name one
   * @param collection where its owner makes one, by {@code order}
   * @param id where in the answer it is named
   * @param one where its owner sees it
   */
  OwnedThing(String named, String collection, String order, String id, String one) {
    this.named = named;
    this.collection = collection;
    this.order = order;
    this.id = id;
    this.one = one;
  }

  /** Whether it goes on after it was ordered. */
  boolean asynchronous() {
    return switch (this) {
      case IMAGE_TASK, RESPONSE, QUEUE_REQUEST, TASK, JOB -> true;
      case FILE, ARTIFACT, BOARD, WEBHOOK, DELIVERY, SESSION, TENANT, KEY -> false;
    };
  }

  /** What the template of a route names. */
  static Optional<OwnedThing> of(String template) {
    return Arrays.stream(values()).filter(thing -> template.matches(thing.named)).findFirst();
  }
}
