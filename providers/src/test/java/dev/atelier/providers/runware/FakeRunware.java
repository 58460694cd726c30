package dev.atelier.providers.runware;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.testkit.ScriptedHttp;
import dev.atelier.testkit.ScriptedHttp.Received;
import dev.atelier.testkit.ScriptedHttp.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Runware as its documentation describes it, in memory, with its own bill and whatever trouble a
 * test orders.
 */
final class FakeRunware implements AutoCloseable {
  static final String KEY = "rw-0123456789abcdef";

  /** What it bills for an image. */
  static final BigDecimal PRICE = new BigDecimal("0.006");

  private final ScriptedHttp http = ScriptedHttp.start(this::answer);
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Map<String, Integer> bill = new LinkedHashMap<>();
  private final List<JsonNode> submits = new ArrayList<>();
  private final Deque<Fault> submitFaults = new ArrayDeque<>();
  private final Deque<Fault> pollFaults = new ArrayDeque<>();
  private final Deque<Fault> downloadFaults = new ArrayDeque<>();
  private final Map<Integer, String> failures = new LinkedHashMap<>();
  private int delay;
  private boolean duplicates;
  private boolean reversed;
  private int polls;
  private boolean costs = true;

  /** The account's base URL. */
  URI uri() {
    return URI.create(http.uri() + "/v1");
  }

  /** Each image takes so many polls, one after the other. */
  FakeRunware delay(int each) {
    delay = each;
    return this;
  }

  /** What happens to the next submits, in order. */
  FakeRunware onSubmit(Fault... faults) {
    submitFaults.addAll(List.of(faults));
    return this;
  }

  FakeRunware onPoll(Fault... faults) {
    pollFaults.addAll(List.of(faults));
    return this;
  }

  FakeRunware onDownload(Fault... faults) {
    downloadFaults.addAll(List.of(faults));
    return this;
  }

  /** The image at this position fails. */
  FakeRunware fails(int position, String code) {
    failures.put(position, code);
    return this;
  }

  /** It does not say what an image costs. */
  FakeRunware withoutCost() {
    costs = false;
    return this;
  }

  /** The last image of a task is finished first. */
  FakeRunware reversed() {
    reversed = true;
    return this;
  }

  /** Every poll names each finished image twice. */
  FakeRunware duplicates() {
    duplicates = true;
    return this;
  }

  /** Every task it took or refused, as it came. */
  synchronized List<JsonNode> submits() {
    return List.copyOf(submits);
  }

  /** How many images were made under each id. */
  synchronized Map<String, Integer> bill() {
    return Map.copyOf(bill);
  }

  /** How many images it bills in all. */
  synchronized int images() {
    return bill.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized int polls() {
    return polls;
  }

  List<Received> received() {
    return http.received();
  }

  @Override
  public void close() {
    http.close();
  }

  static byte[] image(String prompt, int position) {
    return (prompt + " #" + position).repeat(500).getBytes(UTF_8);
  }

  private synchronized void answer(Received request, Reply reply) throws IOException {
    if (request.method().equals("GET")) {
      download(request, reply);
    } else if (!request.header("authorization").equals("Bearer " + KEY)) {
      error(
          reply,
          401,
          "\"code\":\"invalidApiKey\",\"message\":\"Invalid API key %s.\",\"taskType\":\"authentication\""
              .formatted(request.header("authorization").replace("Bearer ", "")));
    } else {
      JsonNode task =
          JsonReader.parse(
                  new ByteArrayInputStream(request.body()), JsonLimits.DEFAULT, FieldSpool.NONE)
              .path(0);
      switch (task.path("taskType").asString()) {
        case "imageInference" -> submit(task, reply);
        case "getResponse" -> poll(task.path("taskUUID").asString(), reply);
        default -> error(reply, 400, "\"code\":\"unsupportedTaskType\",\"message\":\"?\"");
      }
    }
  }

  private void submit(JsonNode json, Reply reply) throws IOException {
    submits.add(json);
    String id = json.path("taskUUID").asString();
    Optional<Fault> fault = Optional.ofNullable(submitFaults.poll());
    if (fault.filter(Fault::before).isPresent()) {
      fault.get().answer(reply);
      return;
    }
    if (tasks.containsKey(id)) {
      error(reply, 400, failure(id, "conflictTaskUUID", "This taskUUID is in use."));
      return;
    }
    Task task = new Task(json, new ArrayList<>());
    tasks.put(id, task);
    IntStream.range(0, json.path("numberResults").asInt())
        .forEach(position -> task.imageUuids().add(UUID.randomUUID().toString()));
    bill.merge(id, task.imageUuids().size() - failures.size(), Integer::sum);
    if (fault.isEmpty()) {
      reply.json(
          200, "{\"data\":[{\"taskType\":\"imageInference\",\"taskUUID\":\"%s\"}]}".formatted(id));
    } else {
      fault.get().answer(reply);
    }
  }

  private void poll(String id, Reply reply) throws IOException {
    polls++;
    Optional<Fault> fault = Optional.ofNullable(pollFaults.poll());
    Task task = tasks.get(id);
    if (fault.isPresent()) {
      fault.get().answer(reply);
    } else if (task == null) {
      error(reply, 404, failure(id, "taskFailedOrNotFound", "There is no such task."));
    } else {
      state(id, task, reply);
    }
  }

  private void state(String id, Task task, Reply reply) throws IOException {
    int done = delay == 0 ? Integer.MAX_VALUE : task.asked() / delay;
    var data = new ArrayList<String>();
    var errors = new ArrayList<String>();
    for (int position = 0; position < task.imageUuids().size(); position++) {
      int turn = reversed ? task.imageUuids().size() - 1 - position : position;
      if (turn >= done) {
        data.add(item(id, "\"status\":\"processing\",\"progress\":50"));
      } else if (failures.containsKey(position)) {
        errors.add(
            "{" + failure(id, failures.get(position), "It failed.") + ",\"status\":\"error\"}");
      } else {
        data.add(item(id, finished(task, position)));
        if (duplicates) {
          data.add(data.getLast());
        }
      }
    }
    task.ask();
    String failed = errors.isEmpty() ? "" : ",\"errors\":[" + String.join(",", errors) + "]";
    reply.json(200, "{\"data\":[" + String.join(",", data) + "]" + failed + "}");
  }

  private String finished(Task task, int position) {
    String uuid = task.imageUuids().get(position);
    return "\"status\":\"success\",\"imageUUID\":\"%s\",\"imageURL\":\"%s/image/ws/1/ii/%s.png\",\"seed\":%d%s"
        .formatted(
            uuid,
            http.uri(),
            uuid,
            3_614_157_524_222_286_418L + position,
            costs ? ",\"cost\":" + PRICE : "");
  }

  private static String item(String id, String fields) {
    return "{\"taskType\":\"imageInference\",\"taskUUID\":\"%s\",%s}".formatted(id, fields);
  }

  private void download(Received request, Reply reply) throws IOException {
    Optional<Fault> fault = Optional.ofNullable(downloadFaults.poll());
    if (fault.isPresent()) {
      fault.get().answer(reply);
      return;
    }
    for (Task task : tasks.values()) {
      for (int position = 0; position < task.imageUuids().size(); position++) {
        if (request.path().endsWith(task.imageUuids().get(position) + ".png")) {
          String prompt = task.json().path("positivePrompt").asString();
          reply.bytes(200, "image/png", image(prompt, position));
          return;
        }
      }
    }
    reply.bytes(404, "text/plain", new byte[0]);
  }

  private static String failure(String id, String code, String message) {
    return "\"code\":\"%s\",\"message\":\"%s\",\"taskType\":\"imageInference\",\"taskUUID\":\"%s\""
        .formatted(code, message, id);
  }

  private static void error(Reply reply, int status, String fields, String... headers)
      throws IOException {
    reply.json(
        status,
        "{\"data\":[],\"errors\":[{%s}],\"error\":{%s}}".formatted(fields, fields),
        headers);
  }

  /** One task it has. */
  private static final class Task {
    private final JsonNode json;
    private final List<String> imageUuids;
    private int asked;

    Task(JsonNode json, List<String> imageUuids) {
      this.json = json;
      this.imageUuids = imageUuids;
    }

    JsonNode json() {
      return json;
    }

    List<String> imageUuids() {
      return imageUuids;
    }

    int asked() {
      return asked;
    }

    void ask() {
      asked++;
    }
  }

  /** What goes wrong with one request. */
  interface Fault {
    void answer(Reply reply) throws IOException;

    /** Whether a submit is not taken. */
    default boolean before() {
      return false;
    }

    /** The connection ends by a reset; a task was taken before. */
    static Fault reset() {
      return Reply::reset;
    }

    /** The same before the task was taken. */
    static Fault resetBefore() {
      return untaken(Reply::reset);
    }

    /** The page of a proxy; a task was taken before. */
    static Fault page(int status) {
      return reply -> reply.bytes(status, "text/html", "<html>Bad gateway</html>".getBytes(UTF_8));
    }

    /** Whatever answer of status 200. */
    static Fault says(String body) {
      return untaken(reply -> reply.json(200, body));
    }

    /** A poll that is answered by the failure of its task. */
    static Fault failedTask(int status, String id, String code) {
      return reply ->
          FakeRunware.error(
              reply, status, failure(id, code, "It failed.") + ",\"status\":\"error\"");
    }

    /** No answer while the connection stands. */
    static Fault silence(CountDownLatch asked) {
      return untaken(_ -> asked.countDown());
    }

    static Fault error(int status, String code, String... headers) {
      return untaken(reply ->
          FakeRunware.error(
              reply,
              status,
              "\"code\":\"%s\",\"message\":\"It says %s.\"".formatted(code, code),
              headers));
    }

    private static Fault untaken(Fault fault) {
      return new Fault() {
        @Override
        public void answer(Reply reply) throws IOException {
          fault.answer(reply);
        }

        @Override
        public boolean before() {
          return true;
        }
      };
    }
  }
}
