package dev.atelier.api;

import dev.atelier.metering.key.Dialect;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An order in a dialect, for {@code gpt-image-2}.
 *
 * @param foreign the part of an answer that says that the model is not for this key
 */
record DialectOrder(Dialect dialect, String path, String body, String foreign) {
  private static final String TASK = "0199a3b2-7c4d-7e11-8a55-1f0f4b0c9d22";

  /** One for each way in which an order is made. */
  static Stream<DialectOrder> all() {
    return Stream.of(
        new DialectOrder(
            Dialect.OPENAI,
            "/v1/images/generations",
            "{\"prompt\":\"a fox\",\"model\":\"gpt-image-2\"}",
            "\"code\":\"model_not_found\""),
        new DialectOrder(
            Dialect.OPENAI,
            "/v1/images/generations/async",
            "{\"prompt\":\"a fox\",\"model\":\"gpt-image-2\"}",
            "\"code\":\"model_not_found\""),
        new DialectOrder(
            Dialect.OPENAI,
            "/openai/deployments/gpt-image-2/images/generations",
            "{\"prompt\":\"a fox\"}",
            "\"code\":\"model_not_found\""),
        new DialectOrder(
            Dialect.RESPONSES,
            "/v1/responses",
            "{\"model\":\"gpt-image-2\",\"input\":\"a fox\"}",
            "\"code\":\"model_not_found\""),
        new DialectOrder(
            Dialect.SEAART,
            "/v1/queue/gpt_image_2",
            "{\"prompt\":\"a fox\"}",
            "Model not allowed for this user"),
        new DialectOrder(
            Dialect.RUNWARE,
            "/runware/v1",
            "[{\"taskType\":\"imageInference\",\"taskUUID\":\"0199a3b2-7c4d-7e11-8a55-1f0f4b0c9d22\","
                + "\"model\":\"openai:gpt-image@2\",\"positivePrompt\":\"a fox\","
                + "\"width\":1024,\"height\":1024}]",
            "\"code\":\"insufficientPermissions\""),
        new DialectOrder(
            Dialect.APIMART,
            "/apimart/v1/images/generations",
            "{\"prompt\":\"a fox\",\"model\":\"gpt-image-2\"}",
            "permission_error"),
        new DialectOrder(
            Dialect.ATELIER, "/api/v1/jobs", "{\"prompt\":\"a fox\"}", "model-not-allowed"));
  }

  /** The same as another task, where tasks have ids of their own. */
  DialectOrder repeated() {
    return with(body.replace(TASK, UUID.randomUUID().toString()));
  }

  /** The quote of this order, as it is asked for. */
  String quote() {
    return "{\"prompt\":\"a fox\",\"model\":\"gpt-image-2\",\"size\":\"1024x1024\",\"api\":\"%s\"}"
        .formatted(dialect.word());
  }

  DialectOrder with(String otherBody) {
    return new DialectOrder(dialect, path, otherBody, foreign);
  }

  @Override
  public String toString() {
    return path;
  }
}
