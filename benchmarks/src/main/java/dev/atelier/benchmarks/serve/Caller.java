package dev.atelier.benchmarks.serve;

import java.util.regex.Pattern;

/**
 * What callers do, each in the words of one API.
 *
 * @param order to be filled with a prompt and an id
 * @param status of the answer
 * @param poll where to ask for the job, to be filled with its id; empty if nobody asks
 * @param ended what is found in the answer to that once the job has ended
 */
record Caller(String path, String order, int status, String poll, Pattern ended) {
  private static final String OPENAI = "/v1/images/generations";

  /** All that wait for an answer. */
  static Caller[] all() {
    return new Caller[] {
      waits(OPENAI, openAi("1024x640", ""), 200),
      waits(OPENAI, openAi("1024x640", ",\"stream\":true,\"partial_images\":1"), 200),
      waits(OPENAI, openAi("1x1", ""), 400),
      waits(OPENAI, openAi("1024x640", "").replace("%1$s", "%1$s [atelier:refuse-output]"), 400),
      waits(
          "/runware/v1",
          "[{\"taskType\":\"imageInference\",\"taskUUID\":\"%2$s\",\"model\":\"openai:gpt-image@2\","
              + "\"positivePrompt\":\"%1$s\",\"width\":1024,\"height\":640}]",
          200),
      polls(
          "/api/v1/jobs",
          "{\"prompt\":\"%1$s\",\"size\":\"1024x640\"}",
          202,
          "/api/v1/jobs/%s",
          "\"state\":\"(succeeded|failed)\""),
      polls(
          "/v1/queue/gpt_image_2",
          "{\"prompt\":\"%1$s\",\"size\":\"1024x1024\"}",
          200,
          "/v1/queue/gpt_image_2/requests/%s/status",
          "\"status\":\"COMPLETED\""),
      polls(
          "/apimart/v1/images/generations",
          "{\"model\":\"gpt-image-2\",\"prompt\":\"%1$s\",\"size\":\"1:1\"}",
          200,
          "/apimart/v1/tasks/%s",
          "\"status\":\"(completed|failed)\""),
    };
  }

  private static String openAi(String size, String more) {
    return "{\"model\":\"gpt-image-2\",\"prompt\":\"%1$s\",\"size\":\"" + size + "\"" + more + "}";
  }

  private static Caller waits(String path, String order, int status) {
    return new Caller(path, order, status, "", Pattern.compile(""));
  }

  private static Caller polls(String path, String order, int status, String poll, String ended) {
    return new Caller(path, order, status, poll, Pattern.compile(ended));
  }
}
