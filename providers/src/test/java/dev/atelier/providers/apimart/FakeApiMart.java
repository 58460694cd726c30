package dev.atelier.providers.apimart;

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
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** APIMart's API as its contract says, with tasks in memory and a bill of its own. */
final class FakeApiMart implements AutoCloseable {
  /** What it bills for an image. */
  static final BigDecimal PRICE = new BigDecimal("0.012");

  private final Map<String, Task> byKey = new ConcurrentHashMap<>();
  private final Map<String, Task> byId = new ConcurrentHashMap<>();
  private final List<JsonNode> orders = new CopyOnWriteArrayList<>();
  private final List<String> uploads = new CopyOnWriteArrayList<>();
  private final Deque<Answer> next = new ArrayDeque<>();
  private final String key;
  private final ScriptedHttp http = ScriptedHttp.start(this::answer);
  private int polls = 2;
  private boolean older;
  private String failure = "";

  FakeApiMart(String key) {
    this.key = key;
  }

  URI base() {
    return URI.create(http.uri() + "/v1");
  }

  /** Every task is made after so many questions. */
  FakeApiMart madeAfter(int questions) {
    polls = questions;
    return this;
  }

  /** Answers in the shapes of another edition: an object for a task, a text for a URL. */
  FakeApiMart otherEdition() {
    older = true;
    return this;
  }

  /** Every task fails with this error. */
  FakeApiMart failsWith(String error) {
    failure = error;
    return this;
  }

  /** The next request is served as usual. */
  FakeApiMart nextAsUsual() {
    return next(this::serve);
  }

  /** The next request is answered so, before anything is done about it. */
  FakeApiMart next(Answer answer) {
    next.add(answer);
    return this;
  }

  /** The next request, a submit, is taken and its answer is lost. */
  FakeApiMart takesAndResets() {
    return next((request, reply) -> {
      create(request);
      reply.reset();
    });
  }

  /** Every order that came, repetitions included. */
  List<JsonNode> orders() {
    return orders;
  }

  /** The bodies of all uploads. */
  List<String> uploads() {
    return uploads;
  }

  List<Received> received() {
    return http.received();
  }

  /** Images that were made. */
  int billed() {
    return (int) byId.values().stream().filter(task -> task.made).count();
  }

  @Override
  public void close() {
    http.close();
  }

  private void answer(Received request, Reply reply) throws IOException {
    Answer scripted = next.poll();
    if (scripted != null) {
      scripted.answer(request, reply);
    } else {
      serve(request, reply);
    }
  }

  private void serve(Received request, Reply reply) throws IOException {
    String path = request.path();
    if (path.startsWith("/f/")) {
      reply.bytes(200, "image/png", ("image " + path.substring(3)).getBytes(UTF_8));
    } else if (!request.header("authorization").equals("Bearer " + key)) {
      reply.json(
          401, error(401, "The key " + request.header("authorization"), "authentication_error"));
    } else if (path.startsWith("/v1/tasks/")) {
      Task task = byId.get(path.substring("/v1/tasks/".length()));
      if (task == null) {
        reply.json(404, error(404, "task does not exist or has expired", "invalid_request_error"));
      } else {
        reply.json(200, task.stands());
      }
    } else if (path.equals("/v1/uploads/images")) {
      uploads.add(request.text());
      reply.json(200, "{\"url\":\"%s/f/up-%d.png\"}".formatted(http.uri(), uploads.size()));
    } else if (path.equals("/v1/models")) {
      reply.json(200, "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-image-2\"}]}");
    } else {
      reply.json(older ? 202 : 200, created(create(request)));
    }
  }

  private Task create(Received request) throws IOException {
    orders.add(
        JsonReader.parse(
            new ByteArrayInputStream(request.body()), JsonLimits.DEFAULT, FieldSpool.NONE));
    Task task =
        byKey.computeIfAbsent(
            request.header("idempotency-key"), _ -> new Task("task_" + (byId.size() + 1)));
    byId.put(task.id, task);
    return task;
  }

  private String created(Task task) {
    return older
        ? """
        {"code":202,"request_id":"req_1",
         "data":{"object":"generation.task","id":"%s","status":"pending"}}\
        """
            .formatted(task.id)
        : """
        {"code":200,"data":[{"status":"submitted","task_id":"%s"}]}\
        """
            .formatted(task.id);
  }

  static String error(int code, String message, String type) {
    return """
    {"error":{"code":%d,"message":"%s","type":"%s"}}\
    """
        .formatted(code, message, type);
  }

  /** Answers one request in the service's place. */
  @FunctionalInterface
  interface Answer {
    void answer(Received request, Reply reply) throws IOException;
  }

  private final class Task {
    private final String id;
    private int asked;
    private volatile boolean made;

    Task(String id) {
      this.id = id;
    }

    synchronized String stands() {
      asked++;
      if (asked < polls) {
        return """
        {"code":200,"data":{"id":"%s","status":"%s","progress":35,"estimated_time":60}}\
        """
            .formatted(id, older ? "IN_PROGRESS" : "processing");
      }
      made = failure.isEmpty();
      if (!made) {
        return """
        {"code":200,"data":{"id":"%s","status":"failed","progress":100,"cost":0,"error":%s}}\
        """
            .formatted(id, failure);
      }
      String url = "\"" + http.uri() + "/f/" + id + ".png\"";
      return """
      {"code":200,"data":{"id":"%s","status":"%s","progress":100,"cost":%s,
       "result":{"images":[{"url":%s,"expires_at":1763726447}]}}}\
      """
          .formatted(id, older ? "SUCCESS" : "completed", PRICE, older ? url : "[" + url + "]");
    }
  }
}
