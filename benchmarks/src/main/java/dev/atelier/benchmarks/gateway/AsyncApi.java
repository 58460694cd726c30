package dev.atelier.benchmarks.gateway;

import java.util.Locale;

/** An API whose jobs are submitted and then asked for. */
enum AsyncApi {
  /** The server's own. */
  ATELIER(
      "/api/v1/jobs",
      "{\"model\":\"gpt-image-2\",\"prompt\":\"%s\",\"size\":\"1024x1024\"}",
      "/api/v1/jobs/%s",
      ""),
  OPENAI(
      "/v1/images/generations/async",
      "{\"model\":\"gpt-image-2\",\"prompt\":\"%s\",\"size\":\"1024x1024\","
          + "\"response_format\":\"url\"}",
      "/v1/images/tasks/%s",
      ""),
  SEAART(
      "/v1/queue/gpt_image_2",
      "{\"prompt\":\"%s\",\"size\":\"1024x1024\"}",
      "/v1/queue/gpt_image_2/requests/%s/status",
      ""),
  APIMART(
      "/apimart/v1/images/generations",
      "{\"model\":\"gpt-image-2\",\"prompt\":\"%s\",\"size\":\"1:1\"}",
      "/apimart/v1/tasks/%s",
      ""),
  /** Over REST: a task is asked for by the id that its client gave it, with another task. */
  RUNWARE(
      "/runware/v1",
      "[{\"taskType\":\"imageInference\",\"taskUUID\":\""
          + Request.OWN_ID
          + "\","
          + "\"model\":\"openai:gpt-image@2\",\"positivePrompt\":\"%s\",\"width\":1024,"
          + "\"height\":1024,\"outputFormat\":\"PNG\",\"deliveryMethod\":\"async\"}]",
      "/runware/v1",
      "[{\"taskType\":\"getResponse\",\"taskUUID\":\"%s\"}]");

  private final String submit;
  private final String order;
  private final String poll;
  private final String question;

  AsyncApi(String submit, String order, String poll, String question) {
    this.submit = submit;
    this.order = order;
    this.poll = poll;
    this.question = question;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The order of one picture. */
  Request submit(String prompt) {
    return Request.post(submit, order.formatted(prompt));
  }

  /**
   * The question how a job stands.
   *
   * @param id the job's own
   * @param task the client's, where clients name their jobs
   */
  Request poll(String id, String task) {
    return question.isEmpty()
        ? Request.get(poll.formatted(id))
        : Request.post(poll, question.formatted(task));
  }
}
