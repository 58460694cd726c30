package dev.atelier.server.cluster;

import java.util.regex.Pattern;

/** Every API that orders come in over: how each says an order, and how it tells the end. */
enum ClusterApi {
  IMAGES("/v1/images/generations") {
    @Override
    String order(ClusterOrder order) {
      return images(order, ",\"response_format\":\"url\"");
    }
  },
  IMAGES_BASE64("/v1/images/generations") {
    @Override
    String order(ClusterOrder order) {
      return images(order, "");
    }
  },
  IMAGES_STREAM("/v1/images/generations") {
    @Override
    String order(ClusterOrder order) {
      return images(order, ",\"stream\":true");
    }
  },
  IMAGES_ASYNC(
      "/v1/images/generations/async", "/v1/images/tasks/%s", "completed|failed", "completed") {
    @Override
    String order(ClusterOrder order) {
      return images(order, ",\"response_format\":\"url\"");
    }
  },
  RESPONSES("/v1/responses") {
    @Override
    String order(ClusterOrder order) {
      return """
      {"model":"gpt-5","input":"%s","tools":[{"type":"image_generation","model":"%s",\
      "size":"64x64","quality":"low"}],"tool_choice":{"type":"image_generation"}}\
      """
          .formatted(order.prompt(), order.model().id);
    }
  },
  SEAART(
      "/v1/queue/%s",
      "/v1/queue/%s/requests/%s/status", "COMPLETED|FAILED|CANCELLED", "COMPLETED") {
    @Override
    String submit(ClusterOrder order) {
      return super.submit(order).formatted(order.model().id);
    }

    @Override
    String poll(ClusterOrder order, String job) {
      return "/v1/queue/%s/requests/%s/status".formatted(order.model().id, job);
    }

    @Override
    String result(ClusterOrder order, String job) {
      return "/v1/queue/%s/requests/%s/response".formatted(order.model().id, job);
    }

    @Override
    String order(ClusterOrder order) {
      return "{\"prompt\":\"%s\",\"size\":\"64x64\",\"quality\":\"low\",\"n\":%d}"
          .formatted(order.prompt(), order.count());
    }
  },
  RUNWARE("/runware/v1") {
    @Override
    String order(ClusterOrder order) {
      return "[" + task(order) + "]";
    }
  },
  RUNWARE_SOCKET("") {
    @Override
    String order(ClusterOrder order) {
      return "[" + task(order) + "]";
    }
  },
  APIMART(
      "/apimart/v1/images/generations", "/apimart/v1/tasks/%s", "completed|failed", "completed") {
    @Override
    String order(ClusterOrder order) {
      return "{\"model\":\"%s\",\"prompt\":\"%s\",\"size\":\"64x64\",\"quality\":\"low\",\"n\":%d}"
          .formatted(order.model().id, order.prompt(), order.count());
    }
  },
  ATELIER("/api/v1/jobs", "/api/v1/jobs/%s", "succeeded|failed|cancelled", "succeeded") {
    @Override
    String order(ClusterOrder order) {
      return images(order, ",\"delivery\":\"all\"");
    }
  };

  private static final Pattern STATE = Pattern.compile("\"(?:status|state)\":\"(\\w+)\"");

  private final String submit;
  private final String poll;
  private final Pattern ended;
  private final String succeeded;

  ClusterApi(String submit) {
    this(submit, "", "", "");
  }

  ClusterApi(String submit, String poll, String ended, String succeeded) {
    this.submit = submit;
    this.poll = poll;
    this.ended = Pattern.compile(ended);
    this.succeeded = succeeded;
  }

  abstract String order(ClusterOrder order);

  String submit(ClusterOrder order) {
    return submit;
  }

  /** Where to ask for a job of that id. */
  String poll(ClusterOrder order, String job) {
    return poll.formatted(job);
  }

  /** Where its pictures are told once it succeeded. */
  String result(ClusterOrder order, String job) {
    return poll(order, job);
  }

  boolean polled() {
    return !poll.isEmpty();
  }

  /** Whether one order is one picture. */
  boolean single() {
    return this == RESPONSES || this == APIMART;
  }

  /** Whether an answer to a poll tells the end of the job. */
  boolean ended(String answer) {
    return ended.matcher(state(answer)).matches();
  }

  boolean succeeded(String answer) {
    return state(answer).equals(succeeded) && !answer.contains("\"error\":{");
  }

  private static String state(String answer) {
    var found = STATE.matcher(answer);
    return found.find() ? found.group(1) : "";
  }

  private static String images(ClusterOrder order, String more) {
    return "{\"model\":\"%s\",\"prompt\":\"%s\",\"size\":\"64x64\",\"quality\":\"low\",\"n\":%d%s}"
        .formatted(order.model().id, order.prompt(), order.count(), more);
  }

  private static String task(ClusterOrder order) {
    return """
    {"taskType":"imageInference","taskUUID":"%s","model":"%s","positivePrompt":"%s",\
    "width":64,"height":64,"outputFormat":"PNG","numberResults":%d}\
    """
        .formatted(order.uuid(), order.model().air, order.prompt(), order.count());
  }
}
