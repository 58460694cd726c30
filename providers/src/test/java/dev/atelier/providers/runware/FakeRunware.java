package dev.atelier.providers.runware;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** Runware as its documentation describes it, with tasks in memory. */
public final class FakeRunware implements FakeUpstream {
  /** What it charges for each image. */
  public static final long MICRO_USD = 6_000;

  private static final JsonLimits LIMITS = new JsonLimits(64, 512L << 20);

  private final String key;
  private final Map<String, Task> tasks = new ConcurrentHashMap<>();
  private final Bill bill = new Bill();
  private final List<JsonNode> submits = new CopyOnWriteArrayList<>();
  private final Map<Integer, String> failures = new ConcurrentHashMap<>();
  private final FaultyHttp http = new FaultyHttp(new Endpoint());
  private volatile ImageMaker maker = ImageMaker.words();
  private volatile int delay;
  private volatile boolean duplicates;
  private volatile boolean reversed;
  private volatile boolean costs = true;

  public FakeRunware(String key) {
    this.key = key;
  }

  @Override
  public URI base() {
    return URI.create(http.uri() + "/v1");
  }

  /** Each image takes so many polls, one after the other. */
  public FakeRunware delay(int each) {
    delay = each;
    return this;
  }

  @Override
  public FakeRunware on(CallPhase phase, Fault... faults) {
    http.on(phase, faults);
    return this;
  }

  @Override
  public void clear() {
    http.clear();
  }

  @Override
  public FakeRunware makes(ImageMaker images) {
    maker = images;
    return this;
  }

  /** The image at this position fails. */
  public FakeRunware fails(int position, String code) {
    failures.put(position, code);
    return this;
  }

  /** It does not say what an image costs. */
  public FakeRunware withoutCost() {
    costs = false;
    return this;
  }

  /** The last image of a task is finished first. */
  public FakeRunware reversed() {
    reversed = true;
    return this;
  }

  /** Every poll names each finished image twice. */
  public FakeRunware duplicates() {
    duplicates = true;
    return this;
  }

  /** Every task it took or refused, as it came. */
  public List<JsonNode> submits() {
    return submits;
  }

  @Override
  public Bill bill() {
    return bill;
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

  /** An error of its own, before the task is taken. */
  static Fault error(int status, String code, String... headers) {
    return Fault.json(
        status,
        envelope("\"code\":\"%s\",\"message\":\"It says %s.\"".formatted(code, code)),
        headers);
  }

  /** A poll that is answered by the failure of its task. */
  static Fault failedTask(int status, String id, String code) {
    return Fault.json(status, envelope(failure(id, code, "It failed.") + ",\"status\":\"error\""));
  }

  private static UsualAnswer failed(int status, String fields) {
    return UsualAnswer.json(status, envelope(fields));
  }

  private static String envelope(String fields) {
    return "{\"data\":[],\"errors\":[{%s}],\"error\":{%s}}".formatted(fields, fields);
  }

  private static String failure(String id, String code, String message) {
    return "\"code\":\"%s\",\"message\":\"%s\",\"taskType\":\"imageInference\",\"taskUUID\":\"%s\""
        .formatted(code, message, id);
  }

  /** What is ordered is made at once, though it is told later. */
  private UsualAnswer submit(JsonNode json) {
    submits.add(json);
    String id = json.path("taskUUID").asString();
    if (tasks.containsKey(id)) {
      return failed(400, failure(id, "conflictTaskUUID", "This taskUUID is in use."));
    }
    Task task = new Task(json);
    tasks.put(id, task);
    int made = task.imageUuids.size() - failures.size();
    bill.charge(id, made, made * MICRO_USD);
    return UsualAnswer.json(
        200, "{\"data\":[{\"taskType\":\"imageInference\",\"taskUUID\":\"%s\"}]}".formatted(id));
  }

  private UsualAnswer poll(String id) {
    Task task = tasks.get(id);
    return task == null
        ? failed(404, failure(id, "taskFailedOrNotFound", "There is no such task."))
        : state(id, task);
  }

  private UsualAnswer state(String id, Task task) {
    int done = delay == 0 ? Integer.MAX_VALUE : task.asked / delay;
    var data = new ArrayList<String>();
    var errors = new ArrayList<String>();
    for (int position = 0; position < task.imageUuids.size(); position++) {
      int turn = reversed ? task.imageUuids.size() - 1 - position : position;
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
    task.asked++;
    String failed = errors.isEmpty() ? "" : ",\"errors\":[" + String.join(",", errors) + "]";
    return UsualAnswer.json(200, "{\"data\":[" + String.join(",", data) + "]" + failed + "}");
  }

  private String finished(Task task, int position) {
    String uuid = task.imageUuids.get(position);
    return "\"status\":\"success\",\"imageUUID\":\"%s\",\"imageURL\":\"%s/image/ws/1/ii/%s.png\",\"seed\":%d%s"
        .formatted(
            uuid,
            http.uri(),
            uuid,
            3_614_157_524_222_286_418L + position,
            costs ? ",\"cost\":" + BigDecimal.valueOf(MICRO_USD, 6).stripTrailingZeros() : "");
  }

  private static String item(String id, String fields) {
    return "{\"taskType\":\"imageInference\",\"taskUUID\":\"%s\",%s}".formatted(id, fields);
  }

  private UsualAnswer file(String path) {
    for (Task task : tasks.values()) {
      for (int position = 0; position < task.imageUuids.size(); position++) {
        if (path.endsWith(task.imageUuids.get(position) + ".png")) {
          return UsualAnswer.bytes(200, "image/png", maker.make(task.image(position)));
        }
      }
    }
    return UsualAnswer.bytes(404, "text/plain", new byte[0]);
  }

  private final class Endpoint implements FaultyHttp.Service {
    @Override
    public CallPhase phase(Received request) {
      if (request.method().equals("GET")) {
        return CallPhase.DOWNLOAD;
      }
      return request.text().contains("\"taskType\":\"getResponse\"")
          ? CallPhase.POLL
          : CallPhase.SUBMIT;
    }

    @Override
    public UsualAnswer serve(Received request) throws IOException {
      if (request.method().equals("GET")) {
        return file(request.path());
      }
      if (!request.header("authorization").equals("Bearer " + key)) {
        return failed(
            401,
            "\"code\":\"invalidApiKey\",\"message\":\"Invalid API key %s.\",\"taskType\":\"authentication\""
                .formatted(request.header("authorization").replace("Bearer ", "")));
      }
      JsonNode task =
          JsonReader.parse(new ByteArrayInputStream(request.body()), LIMITS, FieldSpool.NONE)
              .path(0);
      return switch (task.path("taskType").asString()) {
        case "imageInference" -> submit(task);
        case "getResponse" -> poll(task.path("taskUUID").asString());
        default -> failed(400, "\"code\":\"unsupportedTaskType\",\"message\":\"?\"");
      };
    }
  }

  /** One task it has. */
  private static final class Task {
    private final JsonNode json;
    private final List<String> imageUuids = new ArrayList<>();
    private int asked;

    Task(JsonNode json) {
      this.json = json;
      for (int i = 0; i < json.path("numberResults").asInt(1); i++) {
        imageUuids.add(UUID.randomUUID().toString());
      }
    }

    ImageMaker.Ordered image(int position) {
      return new ImageMaker.Ordered(
          json.path("taskUUID").asString() + "-" + position,
          new ImageSize(json.path("width").asInt(1024), json.path("height").asInt(1024)),
          ImageMaker.format(json.path("outputFormat").asString("png")));
    }
  }
}
