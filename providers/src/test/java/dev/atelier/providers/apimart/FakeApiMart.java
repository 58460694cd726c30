package dev.atelier.providers.apimart;

import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.image.ImageSize;
import dev.atelier.providers.upstream.Bill;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.FakeUpstream;
import dev.atelier.providers.upstream.Fault;
import dev.atelier.providers.upstream.FaultyHttp;
import dev.atelier.providers.upstream.ImageMaker;
import dev.atelier.providers.upstream.UsualAnswer;
import dev.atelier.testkit.ScriptedHttp.Received;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** APIMart's API as its contract says, with tasks in memory. */
public final class FakeApiMart implements FakeUpstream {
  /** What it charges for each image. */
  public static final long MICRO_USD = 12_000;

  /** Some rows of its table. */
  private static final Map<String, String> SIZES =
      Map.of(
          "1:1 1k", "1024x1024",
          "1:1 2k", "2048x2048",
          "3:2 1k", "1536x1024",
          "3:2 2k", "2048x1360",
          "2:3 1k", "1024x1536",
          "2:3 2k", "1360x2048",
          "16:9 1k", "1536x864",
          "9:16 1k", "864x1536");

  private final Map<String, Task> byKey = new ConcurrentHashMap<>();
  private final Map<String, Task> byId = new ConcurrentHashMap<>();
  private final List<JsonNode> orders = new CopyOnWriteArrayList<>();
  private final List<String> uploads = new CopyOnWriteArrayList<>();
  private final Bill bill = new Bill();
  private final String key;
  private final FaultyHttp http = new FaultyHttp(new Api());
  private volatile ImageMaker maker = ImageMaker.words();
  private volatile int polls = 2;
  private volatile boolean older;
  private volatile String failure = "";

  public FakeApiMart(String key) {
    this.key = key;
  }

  @Override
  public URI base() {
    return URI.create(http.uri() + "/v1");
  }

  /** Every task is made after so many questions. */
  public FakeApiMart madeAfter(int questions) {
    polls = questions;
    return this;
  }

  /** Answers in the shapes of another edition: an object for a task, a text for a URL. */
  public FakeApiMart otherEdition() {
    older = true;
    return this;
  }

  /** Every task fails with this error. */
  public FakeApiMart failsWith(String error) {
    failure = error;
    return this;
  }

  @Override
  public FakeApiMart on(CallPhase phase, Fault... faults) {
    http.on(phase, faults);
    return this;
  }

  @Override
  public void clear() {
    http.clear();
  }

  @Override
  public FakeApiMart makes(ImageMaker images) {
    maker = images;
    return this;
  }

  @Override
  public Bill bill() {
    return bill;
  }

  /** Every order that it took, repetitions included. */
  public List<JsonNode> orders() {
    return orders;
  }

  /** The bodies of all uploads. */
  public List<String> uploads() {
    return uploads;
  }

  @Override
  public List<Received> received() {
    return http.received();
  }

  @Override
  public List<Received> received(CallPhase phase) {
    return http.received(phase);
  }

  @Override
  public void close() {
    http.close();
  }

  private UsualAnswer file(String name) {
    Task task = byId.get(name.replace(".png", ""));
    return task == null
        ? UsualAnswer.bytes(404, "text/plain", new byte[0])
        : UsualAnswer.bytes(200, "image/png", maker.make(task.image()));
  }

  /** An order that is repeated under its key is the same task. */
  private Task create(Received request) throws IOException {
    JsonNode order =
        JsonReader.parse(
            new ByteArrayInputStream(request.body()), JsonLimits.DEFAULT, FieldSpool.NONE);
    orders.add(order);
    Task task =
        byKey.computeIfAbsent(
            request.header("idempotency-key"), _ -> new Task("task_" + (byId.size() + 1), order));
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

  /** As APIMart words an error. */
  public static String error(int code, String message, String type) {
    return """
    {"error":{"code":%d,"message":"%s","type":"%s"}}\
    """
        .formatted(code, message, type);
  }

  private final class Api implements FaultyHttp.Service {
    @Override
    public CallPhase phase(Received request) {
      String path = request.path();
      if (path.startsWith("/f/")) {
        return CallPhase.DOWNLOAD;
      }
      if (path.equals("/v1/uploads/images")) {
        return CallPhase.UPLOAD;
      }
      return request.method().equals("POST") ? CallPhase.SUBMIT : CallPhase.POLL;
    }

    @Override
    public UsualAnswer serve(Received request) throws IOException {
      CallPhase phase = phase(request);
      if (phase == CallPhase.DOWNLOAD) {
        return file(request.path().substring("/f/".length()));
      }
      if (!request.header("authorization").equals("Bearer " + key)) {
        return UsualAnswer.json(
            401, error(401, "The key " + request.header("authorization"), "authentication_error"));
      }
      return switch (phase) {
        case UPLOAD -> {
          uploads.add(request.text());
          yield UsualAnswer.json(
              200, "{\"url\":\"%s/f/up-%d.png\"}".formatted(http.uri(), uploads.size()));
        }
        case SUBMIT -> UsualAnswer.json(older ? 202 : 200, created(create(request)));
        case POLL, TASK, DOWNLOAD -> asked(request.path());
      };
    }

    private UsualAnswer asked(String path) {
      if (path.equals("/v1/models")) {
        return UsualAnswer.json(200, "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-image-2\"}]}");
      }
      Task task = byId.get(path.substring("/v1/tasks/".length()));
      return task == null
          ? UsualAnswer.json(
              404, error(404, "task does not exist or has expired", "invalid_request_error"))
          : UsualAnswer.json(200, task.stands());
    }
  }

  private final class Task {
    private final String id;
    private final JsonNode order;
    private int asked;
    private boolean made;

    Task(String id, JsonNode order) {
      this.id = id;
      this.order = order;
    }

    ImageMaker.Ordered image() {
      return new ImageMaker.Ordered(
          id + ".png", size(), ImageMaker.format(order.path("output_format").asString("png")));
    }

    private ImageSize size() {
      String size = order.path("size").asString("auto");
      String words = size + " " + order.path("resolution").asString("");
      return ImageSize.parse(SIZES.getOrDefault(words, size)).orElse(new ImageSize(1024, 1024));
    }

    /** What is made is charged, once it is. */
    String stands() {
      asked++;
      if (asked < polls) {
        return """
        {"code":200,"data":{"id":"%s","status":"%s","progress":35,"estimated_time":60}}\
        """
            .formatted(id, older ? "IN_PROGRESS" : "processing");
      }
      if (!failure.isEmpty()) {
        return """
        {"code":200,"data":{"id":"%s","status":"failed","progress":100,"cost":0,"error":%s}}\
        """
            .formatted(id, failure);
      }
      if (!made) {
        made = true;
        bill.charge(id, 1, MICRO_USD);
      }
      String url = "\"" + http.uri() + "/f/" + id + ".png\"";
      return """
      {"code":200,"data":{"id":"%s","status":"%s","progress":100,"cost":%s,
       "result":{"images":[{"url":%s,"expires_at":1763726447}]}}}\
      """
          .formatted(
              id,
              older ? "SUCCESS" : "completed",
              BigDecimal.valueOf(MICRO_USD, 6).stripTrailingZeros(),
              older ? url : "[" + url + "]");
    }
  }
}
