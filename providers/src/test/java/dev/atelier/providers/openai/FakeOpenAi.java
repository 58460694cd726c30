package dev.atelier.providers.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's Images API as its reference says, and its compatibles' ways to answer. It makes whatever
 * it is asked for, as often as it is asked, and charges by the token.
 */
public final class FakeOpenAi implements FakeUpstream {
  /** Tokens of every prompt, of every input image, of every image and of every preview. */
  public static final int TEXT_TOKENS = 10;

  public static final int INPUT_TOKENS = 1000;
  public static final int IMAGE_TOKENS = 1756;
  public static final int PREVIEW_TOKENS = 100;

  private static final JsonLimits LIMITS = new JsonLimits(64, 512L << 20);
  private static final Pattern PART =
      Pattern.compile("name=\"([^\"]*)\"(?:; filename=\"([^\"]*)\")?(?:\r\nContent-Type: (.*))?");

  private final String key;
  private final Bill bill = new Bill();
  private final List<OrderReceived> orders = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, String> admitted = new LinkedHashMap<>();
  private final FaultyHttp http =
      new FaultyHttp(
          new FaultyHttp.Service() {
            @Override
            public CallPhase phase(Received request) {
              return FakeOpenAi.phase(request);
            }

            @Override
            public UsualAnswer serve(Received request) throws IOException {
              return FakeOpenAi.this.serve(request);
            }
          });
  private volatile ImageMaker maker = ImageMaker.words();
  private volatile ResultForm form = ResultForm.BASE64;
  private volatile int more;

  public FakeOpenAi(String key) {
    this.key = key;
  }

  /** With the version, as its documentation gives it. */
  @Override
  public URI base() {
    return URI.create(http.uri() + "/v1");
  }

  /** The base of a resource at Azure. */
  public URI azureBase() {
    return http.uri();
  }

  @Override
  public FakeOpenAi on(CallPhase phase, Fault... faults) {
    http.on(phase, faults);
    return this;
  }

  @Override
  public void clear() {
    http.clear();
  }

  @Override
  public FakeOpenAi makes(ImageMaker images) {
    maker = images;
    return this;
  }

  /** How images stand in its answers. */
  public FakeOpenAi answersWith(ResultForm results) {
    form = results;
    return this;
  }

  /** Every answer has so many images more than were ordered; fewer if negative. */
  public FakeOpenAi more(int images) {
    more = images;
    return this;
  }

  /** Every answer says this of itself, such as {@code quality}, {@code low}. */
  public FakeOpenAi admits(String field, String value) {
    synchronized (admitted) {
      admitted.put(field, value);
    }
    return this;
  }

  @Override
  public Bill bill() {
    return bill;
  }

  /** Every order that it took, as it came. */
  public List<OrderReceived> orders() {
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

  @Override
  public void close() {
    http.close();
  }

  private static CallPhase phase(Received request) {
    if (request.method().equals("POST")) {
      return CallPhase.SUBMIT;
    }
    return request.path().startsWith("/files/") ? CallPhase.DOWNLOAD : CallPhase.POLL;
  }

  private UsualAnswer serve(Received request) throws IOException {
    String path = request.path();
    if (path.startsWith("/files/")) {
      byte[] file = files.get(path);
      return file == null
          ? error(404, "invalid_request_error", "not_found", "No such file")
          : UsualAnswer.bytes(200, "image/png", file);
    }
    if (!authorized(request)) {
      return error(
          401,
          "invalid_request_error",
          "invalid_api_key",
          "Incorrect API key provided: " + request.header("authorization"));
    }
    if (path.endsWith("/models")) {
      return UsualAnswer.json(
          200, "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-image-2\",\"object\":\"model\"}]}");
    }
    if (path.endsWith("/images/generations") || path.endsWith("/images/edits")) {
      return make(order(request, path.substring(path.lastIndexOf('/') + 1)));
    }
    return error(404, "invalid_request_error", "not_found", "Invalid URL");
  }

  private boolean authorized(Received request) {
    return request.header("authorization").equals("Bearer " + key)
        || request.header("api-key").equals(key)
        || request.header("x-api-key").equals(key);
  }

  private OrderReceived order(Received request, String operation) throws IOException {
    var order =
        request.header("content-type").startsWith("multipart/")
            ? form(request, operation)
            : new OrderReceived(
                operation,
                JsonReader.parse(new ByteArrayInputStream(request.body()), LIMITS, FieldSpool.NONE),
                List.of());
    orders.add(order);
    return order;
  }

  private static OrderReceived form(Received request, String operation) {
    String type = request.header("content-type");
    String boundary = type.substring(type.indexOf("boundary=") + "boundary=".length());
    String body = new String(request.body(), ISO_8859_1);
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    var parts = new ArrayList<Part>();
    for (String part : body.split(Pattern.quote("--" + boundary))) {
      int end = part.indexOf("\r\n\r\n");
      Matcher head = PART.matcher(end < 0 ? "" : part.substring(0, end));
      if (!head.find()) {
        continue; // before the first, after the last
      }
      byte[] content = part.substring(end + 4, part.length() - 2).getBytes(ISO_8859_1);
      if (head.group(2) == null) {
        fields.put(head.group(1), new String(content, UTF_8));
      } else {
        parts.add(new Part(head.group(1), head.group(2), head.group(3).strip(), content));
      }
    }
    return new OrderReceived(operation, fields, parts);
  }

  private UsualAnswer make(OrderReceived order) {
    int images = Math.max(0, order.number("n", 1) + more);
    boolean streams = order.text("stream", "false").equals("true");
    int previews = streams ? order.number("partial_images", 0) : 0;
    Usage usage = Usage.of(order, images, previews);
    bill.charge("call-" + orders.size(), images, usage.microUsd());
    return streams ? stream(order, images, previews) : json(order, images, usage);
  }

  private UsualAnswer json(OrderReceived order, int images, Usage usage) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("created", 1_781_047_765);
    var data = answer.putArray("data");
    for (int i = 0; i < images; i++) {
      result(order, data.addObject(), orders.size() + "-" + i);
    }
    about(order, answer);
    answer.set("usage", usage.json());
    return UsualAnswer.json(200, answer.toString());
  }

  private void result(OrderReceived order, ObjectNode item, String name) {
    byte[] image = maker.make(order.image(name));
    switch (form) {
      case BASE64 -> item.put("b64_json", base64(image));
      case DATA_URL -> item.put("url", "data:image/png;base64," + base64(image));
      case URL -> item.put("url", http.uri() + file(name, image));
      case PATH -> item.put("url", file(name, image));
    }
  }

  private String file(String name, byte[] image) {
    String path = "/files/" + name + ".png";
    files.put(path, image);
    return path;
  }

  private void about(OrderReceived order, ObjectNode answer) {
    answer.put("background", order.text("background", "opaque"));
    answer.put("output_format", order.text("output_format", "png"));
    answer.put("quality", order.text("quality", "medium"));
    answer.put("size", order.text("size", "1024x1024"));
    synchronized (admitted) {
      admitted.forEach(answer::put);
    }
  }

  private UsualAnswer stream(OrderReceived order, int images, int previews) {
    String kind = order.operation().equals("edits") ? "image_edit" : "image_generation";
    var events = new ArrayList<String>();
    for (int i = 0; i < images; i++) {
      String name = orders.size() + "-" + i;
      for (int preview = 0; preview < previews; preview++) {
        ObjectNode event = event(order, kind + ".partial_image", name + "-preview-" + preview);
        events.add(event(event.put("partial_image_index", preview)));
      }
      ObjectNode event = event(order, kind + ".completed", name);
      event.set("usage", Usage.of(order, 1, previews).json());
      events.add(event(event));
    }
    return UsualAnswer.events(events);
  }

  private ObjectNode event(OrderReceived order, String type, String name) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("type", type);
    event.put("b64_json", base64(maker.make(order.image(name))));
    event.put("created_at", 1_781_047_765);
    about(order, event);
    return event;
  }

  private static String event(ObjectNode event) {
    return "event: " + event.path("type").asString() + "\ndata: " + event + "\n\n";
  }

  private static String base64(byte[] image) {
    return Base64.getEncoder().encodeToString(image);
  }

  private static UsualAnswer error(int status, String type, String code, String message) {
    return UsualAnswer.json(status, errorBody(type, code, message));
  }

  /** As OpenAI words an error. */
  public static String errorBody(String type, String code, String message) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("message", message).put("type", type).putNull("param").put("code", code);
    return JsonNodeFactory.instance.objectNode().set("error", error).toString();
  }

  /** How an image stands in an answer. */
  public enum ResultForm {
    BASE64,
    /** Under {@code url}. */
    DATA_URL,
    URL,
    /** A URL without its host. */
    PATH
  }

  /**
   * One order.
   *
   * @param operation {@code generations} or {@code edits}
   * @param fields of the JSON, or the texts of the form
   */
  public record OrderReceived(String operation, JsonNode fields, List<Part> files) {
    String text(String name, String otherwise) {
      return fields.path(name).asString(otherwise);
    }

    int number(String name, int otherwise) {
      return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }

    /** The images to work from, in either form. */
    long inputs() {
      return fields.path("images").size()
          + files.stream().filter(file -> file.name().startsWith("image")).count();
    }

    private ImageMaker.Ordered image(String name) {
      return new ImageMaker.Ordered(
          name,
          ImageSize.parse(text("size", "")).orElse(new ImageSize(1024, 1024)),
          ImageMaker.format(text("output_format", "png")));
    }
  }

  /** A file of a form. */
  public record Part(String name, String fileName, String type, byte[] content) {}

  private record Usage(long textIn, long imageIn, long imageOut) {
    /** What is put in counts once for every image that is made. */
    static Usage of(OrderReceived order, int images, int previews) {
      return new Usage(
          (long) TEXT_TOKENS * images,
          order.inputs() * INPUT_TOKENS * images,
          (long) (IMAGE_TOKENS + PREVIEW_TOKENS * previews) * images);
    }

    /** At 5, 8 and 30 dollars for a million tokens. */
    long microUsd() {
      return 5 * textIn + 8 * imageIn + 30 * imageOut;
    }

    ObjectNode json() {
      ObjectNode usage = JsonNodeFactory.instance.objectNode();
      usage.put("input_tokens", textIn + imageIn);
      usage
          .putObject("input_tokens_details")
          .put("image_tokens", imageIn)
          .put("text_tokens", textIn);
      usage.put("output_tokens", imageOut).put("total_tokens", textIn + imageIn + imageOut);
      return usage;
    }
  }
}
