package dev.atelier.providers.seaart;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.testkit.ScriptedHttp;
import dev.atelier.testkit.ScriptedHttp.Received;
import dev.atelier.testkit.ScriptedHttp.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** SeaArt's queue as its contract says, with tasks in memory and a bill of its own. */
public final class FakeSeaArt implements AutoCloseable {
  private final Map<String, Task> tasks = new ConcurrentHashMap<>();
  private final List<JsonNode> orders = new CopyOnWriteArrayList<>();
  private final Deque<Answer> next = new ArrayDeque<>();
  private final String key;
  private final ScriptedHttp http = ScriptedHttp.start(this::answer);
  private int polls = 2;
  private int imagesLost;
  private String failure = "";
  private Function<String, byte[]> pictures = name -> ("image " + name).getBytes(UTF_8);

  public FakeSeaArt(String key) {
    this.key = key;
  }

  public URI base() {
    return URI.create(http.uri() + "/model");
  }

  /** Every task is made after so many questions. */
  public FakeSeaArt madeAfter(int questions) {
    polls = questions;
    return this;
  }

  /** Every task ends with these members beside its status. */
  public FakeSeaArt failsWith(String members) {
    failure = members;
    return this;
  }

  /** Every task makes so many images fewer than were ordered. */
  public FakeSeaArt loses(int images) {
    imagesLost = images;
    return this;
  }

  /** What the file of each name holds. */
  public FakeSeaArt draws(Function<String, byte[]> files) {
    pictures = files;
    return this;
  }

  /** The next request is served as usual. */
  public FakeSeaArt nextAsUsual() {
    return next(this::serve);
  }

  /** The next request is answered so, before anything is done about it. */
  public FakeSeaArt next(Answer answer) {
    next.add(answer);
    return this;
  }

  /** The next request, a submit, is taken and its answer is lost. */
  public FakeSeaArt takesAndResets() {
    return next((request, reply) -> {
      create(request);
      reply.reset();
    });
  }

  public List<JsonNode> orders() {
    return orders;
  }

  public List<Received> received() {
    return http.received();
  }

  /** Images that were made, and not only ordered. */
  public int billed() {
    return tasks.values().stream()
        .filter(task -> task.made)
        .mapToInt(task -> task.images - imagesLost)
        .sum();
  }

  public int cancelled() {
    return (int) tasks.values().stream().filter(task -> task.cancelled).count();
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
    if (request.path().startsWith("/model/files/")) {
      String name = request.path().substring("/model/files/".length());
      reply.bytes(200, "image/png", pictures.apply(name));
    } else if (!request.header("authorization").equals("Bearer " + key)) {
      reply.json(
          401,
          """
          {"error":{"code":"UNAUTHORIZED","message":"The token %s is not valid"},"request_id":"r"}
          """
              .formatted(request.header("authorization")));
    } else if (request.path().contains("/requests/")) {
      task(request, reply);
    } else {
      reply.json(200, created(create(request)));
    }
  }

  private Task create(Received request) throws IOException {
    JsonNode order =
        JsonReader.parse(
            new ByteArrayInputStream(request.body()), JsonLimits.DEFAULT, FieldSpool.NONE);
    orders.add(order);
    String endpoint = request.path().substring("/model/v1/queue/".length());
    String id = "mmsu_%d".formatted(orders.size());
    var task = new Task(endpoint, id, order.path("n").asInt(1));
    tasks.put(endpoint + "/" + id, task);
    return task;
  }

  private String created(Task task) {
    String url = base() + "/v1/queue/" + task.endpoint + "/requests/" + task.id;
    return """
    {"request_id":"%s","response_url":"%s/response","status_url":"%s/status",
     "cancel_url":"%s/cancel","queue_position":0}\
    """
        .formatted(task.id, url, url, url);
  }

  private void task(Received request, Reply reply) throws IOException {
    String[] parts = request.path().substring("/model/v1/queue/".length()).split("/");
    Task task = tasks.get(parts[0] + "/" + parts[2]);
    if (task == null) {
      reply.json(404, "{\"detail\":\"Request not found\"}");
      return;
    }
    switch (parts[3]) {
      case "status" -> reply.json(200, task.stands());
      case "response" -> response(task, reply);
      default -> {
        task.cancelled = true;
        reply.json(202, "{\"status\":\"CANCELLATION_REQUESTED\"}");
      }
    }
  }

  private void response(Task task, Reply reply) throws IOException {
    if (!task.made) {
      reply.json(202, task.stands());
      return;
    }
    String outputs =
        IntStream.range(0, task.images - imagesLost)
            .mapToObj(i ->
                "{\"type\":\"image\",\"url\":\"%s/files/%s-%d.png\",\"width\":64}"
                    .formatted(base(), task.id, i))
            .collect(Collectors.joining(","));
    reply.json(
        200,
        """
        {"request_id":"%s","outputs":[%s],"metadata":{"prompt":"…"}}\
        """
            .formatted(task.id, outputs));
  }

  /** Answers one request in the service's place. */
  @FunctionalInterface
  public interface Answer {
    void answer(Received request, Reply reply) throws IOException;
  }

  private final class Task {
    private final String endpoint;
    private final String id;
    private final int images;
    private int asked;
    private volatile boolean made;
    private volatile boolean cancelled;

    Task(String endpoint, String id, int images) {
      this.endpoint = endpoint;
      this.id = id;
      this.images = images;
    }

    synchronized String stands() {
      asked++;
      if (asked < polls) {
        return """
        {"status":"%s","request_id":"%s","queue_position":0,"progress":0.5}\
        """
            .formatted(asked == 1 ? "IN_QUEUE" : "IN_PROGRESS", id);
      }
      made = failure.isEmpty();
      return """
      {"status":"COMPLETED","request_id":"%s"%s}\
      """
          .formatted(id, made ? ",\"metrics\":{\"inference_time\":41.27}" : "," + failure);
    }
  }
}
