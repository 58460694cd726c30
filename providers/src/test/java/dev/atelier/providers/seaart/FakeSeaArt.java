package dev.atelier.providers.seaart;

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
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** SeaArt's queue as its contract says, with tasks in memory. */
public final class FakeSeaArt implements FakeUpstream {
  /** What it charges for each image. */
  public static final long MICRO_USD = 42_000;

  private static final JsonLimits LIMITS = new JsonLimits(64, 512L << 20);

  private final Map<String, Task> tasks = new ConcurrentHashMap<>();
  private final List<JsonNode> orders = new CopyOnWriteArrayList<>();
  private final Bill bill = new Bill();
  private final String key;
  private final FaultyHttp http = new FaultyHttp(new Queue());
  private volatile ImageMaker maker = ImageMaker.words();
  private volatile int polls = 2;
  private volatile int imagesLost;
  private volatile String failure = "";

  public FakeSeaArt(String key) {
    this.key = key;
  }

  @Override
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

  @Override
  public FakeSeaArt on(CallPhase phase, Fault... faults) {
    http.on(phase, faults);
    return this;
  }

  @Override
  public void clear() {
    http.clear();
  }

  @Override
  public FakeSeaArt makes(ImageMaker images) {
    maker = images;
    return this;
  }

  @Override
  public Bill bill() {
    return bill;
  }

  /** Every order that it took. */
  public List<JsonNode> orders() {
    return orders;
  }

  @Override
  public List<Received> received() {
    return http.received();
  }

  @Override
  public List<Received> received(CallPhase phase) {
    return http.received(phase);
  }

  public int cancelled() {
    return (int) tasks.values().stream().filter(task -> task.cancelled).count();
  }

  @Override
  public void close() {
    http.close();
  }

  private UsualAnswer file(String name) {
    int dash = name.lastIndexOf('-');
    return tasks.values().stream()
        .filter(task -> name.startsWith(task.id + "-"))
        .findFirst()
        .map(task ->
            UsualAnswer.bytes(
                200,
                "image/png",
                maker.make(
                    task.image(Integer.parseInt(name.substring(dash + 1, name.length() - 4))))))
        .orElseGet(() -> UsualAnswer.bytes(404, "text/plain", new byte[0]));
  }

  private Task create(Received request) throws IOException {
    JsonNode order =
        JsonReader.parse(new ByteArrayInputStream(request.body()), LIMITS, FieldSpool.NONE);
    orders.add(order);
    String endpoint = request.path().substring("/model/v1/queue/".length());
    var task = new Task(endpoint, "mmsu_%d".formatted(orders.size()), order);
    tasks.put(endpoint + "/" + task.id, task);
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

  private UsualAnswer task(Received request) {
    String[] parts = request.path().substring("/model/v1/queue/".length()).split("/");
    Task task = tasks.get(parts[0] + "/" + parts[2]);
    if (task == null) {
      return UsualAnswer.json(404, "{\"detail\":\"Request not found\"}");
    }
    return switch (parts[3]) {
      case "status" -> UsualAnswer.json(200, task.stands());
      case "response" -> response(task);
      default -> {
        task.cancelled = true;
        yield UsualAnswer.json(202, "{\"status\":\"CANCELLATION_REQUESTED\"}");
      }
    };
  }

  private UsualAnswer response(Task task) {
    if (!task.made) {
      return UsualAnswer.json(202, task.stands());
    }
    String outputs =
        IntStream.range(0, task.images())
            .mapToObj(i ->
                "{\"type\":\"image\",\"url\":\"%s/files/%s-%d.png\",\"width\":64}"
                    .formatted(base(), task.id, i))
            .collect(Collectors.joining(","));
    return UsualAnswer.json(
        200,
        """
        {"request_id":"%s","outputs":[%s],"metadata":{"prompt":"…"}}\
        """
            .formatted(task.id, outputs));
  }

  private final class Queue implements FaultyHttp.Service {
    @Override
    public CallPhase phase(Received request) {
      if (request.method().equals("POST")) {
        return CallPhase.SUBMIT;
      }
      return request.path().startsWith("/model/files/") ? CallPhase.DOWNLOAD : CallPhase.POLL;
    }

    @Override
    public UsualAnswer serve(Received request) throws IOException {
      if (phase(request) == CallPhase.DOWNLOAD) {
        return file(request.path().substring("/model/files/".length()));
      }
      if (!request.header("authorization").equals("Bearer " + key)) {
        return UsualAnswer.json(
            401,
            """
            {"error":{"code":"UNAUTHORIZED","message":"The token %s is not valid"},"request_id":"r"}
            """
                .formatted(request.header("authorization")));
      }
      return phase(request) == CallPhase.SUBMIT
          ? UsualAnswer.json(200, created(create(request)))
          : task(request);
    }
  }

  private final class Task {
    private final String endpoint;
    private final String id;
    private final JsonNode order;
    private int asked;
    private volatile boolean made;
    private volatile boolean cancelled;

    Task(String endpoint, String id, JsonNode order) {
      this.endpoint = endpoint;
      this.id = id;
      this.order = order;
    }

    int images() {
      return order.path("n").asInt(1) - imagesLost;
    }

    ImageMaker.Ordered image(int position) {
      return new ImageMaker.Ordered(
          id + "-" + position + ".png",
          ImageSize.parse(order.path("size").asString("")).orElse(new ImageSize(1024, 1024)),
          ImageMaker.format(order.path("output_format").asString("png")));
    }

    /** What is made is charged, once it is. */
    String stands() {
      asked++;
      if (asked < polls) {
        return """
        {"status":"%s","request_id":"%s","queue_position":0,"progress":0.5}\
        """
            .formatted(asked == 1 ? "IN_QUEUE" : "IN_PROGRESS", id);
      }
      if (failure.isEmpty() && !made) {
        made = true;
        bill.charge(id, images(), images() * MICRO_USD);
      }
      return """
      {"status":"COMPLETED","request_id":"%s"%s}\
      """
          .formatted(id, made ? ",\"metrics\":{\"inference_time\":41.27}" : "," + failure);
    }
  }
}
