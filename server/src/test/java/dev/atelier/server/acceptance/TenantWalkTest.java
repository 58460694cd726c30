package dev.atelier.server.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.awt.Rectangle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Walks every route of the running server as a tenant to which nothing there belongs. A new route
 * has to say here what it names, or that it names nothing.
 */
@Timeout(180)
class TenantWalkTest {
  private static final String OWNER = "owner";
  private static final String STRANGER = "stranger";

  /** Templates that name nothing of a tenant's: what is made, listed or published there. */
  private static final Set<String> NAMES_NOTHING =
      Set.of(
          "/",
          "/docs",
          "/llms.txt",
          "/page/page.css",
          "/page/icon.svg",
          "/studio",
          "/studio/",
          "/studio/assets/{name}",
          "/openapi.yaml",
          "/openapi.json",
          "/healthz",
          "/readyz",
          "/metrics",
          "/files/{id}/{name}", // by its signature alone
          "/v1/images/generations",
          "/v1/images/variations",
          "/v1/deployments/{model}/images/generations",
          "/v1/deployments/{model}/images/edits",
          "/v1/deployments/{model}/images/variations",
          "/v1/images/generations/async",
          "/v1/images/edits/async",
          "/v1/files",
          "/v1/models",
          "/v1/models/{id}",
          "/v1/queue/{endpoint}",
          "/v1/queue/{endpoint}/sync",
          "/api/v1/storage/files",
          "/apimart/v1/images/generations",
          "/apimart/v1/uploads/images",
          "/apimart/v1/models",
          "/apimart/v1/models/{id}",
          "/apimart/v1/balance",
          "/apimart/v1/user/balance",
          "/api/v1/openapi.yaml",
          "/api/v1/openapi.json",
          "/api/v1/artifacts",
          "/api/v1/images",
          "/api/v1/images/archive", // in its query; GalleryTest looks at that
          "/api/v1/boards",
          "/api/v1/webhooks",
          "/api/v1/webhook-secret",
          "/api/v1/deliveries",
          "/api/v1/attempts",
          "/api/v1/usage",
          "/api/v1/usage/series",
          "/api/v1/models",
          "/api/v1/session",
          "/api/v1/session/methods",
          "/api/v1/sessions",
          "/api/v1/moderation/try",
          "/api/v1/prices",
          "/api/v1/prices/{name}",
          "/api/v1/tenants",
          "/api/v1/audit");

  /** Those that name things in their bodies or messages; {@link #bodies} has a row for each. */
  private static final Set<String> NAMES_IN_BODY =
      Set.of(
          "/v1/images/edits",
          "/v1/responses",
          "/apimart/v1/tasks/batch",
          "/runware/v1",
          "/api/v1/images/favourites",
          "/api/v1/images/delete",
          "/api/v1/jobs",
          "/api/v1/quotes");

  /** What is the operator's, and forbidden to all others. */
  private static final String OPERATORS = "/api/v1/(accounts.*|nodes|settings|checks)";

  private static final Map<OwnedThing, String> IDS = new EnumMap<>(OwnedThing.class);
  private static LiveServer server;
  private static HttpServer receiver;
  private static String owner;
  private static String stranger;
  private static String task;

  /** One method of one template. */
  record Operation(String method, String template) {
    static Operation of(String text) {
      int space = text.lastIndexOf(' ');
      return new Operation(text.substring(0, space), text.substring(space + 1));
    }

    /** The template at the first of the places where the same API is. */
    String usual() {
      return template.replaceFirst("^/openai(/v1)?/", "/v1/").replaceFirst("^/model/", "/");
    }

    @Override
    public String toString() {
      return method + " " + template;
    }
  }

  /**
   * A request that names something in its body.
   *
   * @param body with {@code %s} for the name
   */
  record Named(String path, String body, String id, String unknown) {
    @Override
    public String toString() {
      return path + " " + body;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    server = LiveServer.start();
    owner = tenant(OWNER);
    stranger = tenant(STRANGER);
    for (OwnedThing thing : OwnedThing.values()) {
      IDS.put(thing, make(thing));
    }
    task = UUID.randomUUID().toString();
    assertThat(send(owner, "POST", "/runware/v1", inference(task)).statusCode()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    server.close();
    receiver.stop(0);
  }

  static Stream<Operation> operations() {
    return routes().filter(one -> OwnedThing.of(one.template()).isPresent());
  }

  static Stream<Operation> lists() {
    return routes()
        .filter(one -> one.method().equals("GET"))
        .filter(one -> !one.template().contains("{"))
        .filter(one -> !one.template().matches(OPERATORS));
  }

  private static Stream<Operation> routes() {
    return server.operations().stream().map(Operation::of);
  }

  @Test
  void every_route_says_what_it_names() {
    var unknown = new ArrayList<Operation>();
    routes()
        .filter(one -> OwnedThing.of(one.template()).isEmpty())
        .filter(one -> !NAMES_NOTHING.contains(one.usual()))
        .filter(one -> !NAMES_IN_BODY.contains(one.usual()))
        .filter(one -> !one.template().matches(OPERATORS))
        .forEach(unknown::add);

    assertThat(unknown).isEmpty();
    assertThat(bodies().map(one -> Operation.of("POST " + one.path()).usual()))
        .containsAll(NAMES_IN_BODY);
    assertThat(routes().map(Operation::usual))
        .containsAll(NAMES_NOTHING)
        .containsAll(NAMES_IN_BODY);
    for (OwnedThing thing : OwnedThing.values()) {
      assertThat(operations().filter(one -> OwnedThing.of(one.template()).get() == thing))
          .as(thing.name())
          .isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void what_is_another_tenant_s_is_not_there(Operation operation) {
    OwnedThing thing = OwnedThing.of(operation.template()).orElseThrow();
    String path = filled(operation.template(), id(thing));
    String before = seen(thing);

    HttpResponse<String> refused = send(stranger, operation.method(), path, "{}");

    if (operation.template().endsWith("/status/stream")) {
      assertThat(refused.body()).isEqualTo("{\"detail\":\"SSE streaming not supported\"}");
    } else {
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(404);
      assertThat(refused.headers().firstValue("content-type").orElse("")).contains("json");
    }
    assertThat(seen(thing)).isEqualTo(before);
    if (operation.method().equals("GET") && !operation.template().endsWith("/status/stream")) {
      assertThat(send(owner, "GET", path, "").statusCode()).as(path).isBetween(200, 299);
    }
  }

  @ParameterizedTest
  @MethodSource("lists")
  void no_list_has_what_is_another_tenant_s(Operation operation) {
    HttpResponse<String> list = send(stranger, "GET", operation.template(), "");

    assertThat(list.statusCode()).as(list.body()).isLessThan(500);
    for (OwnedThing thing : OwnedThing.values()) {
      if (thing != OwnedThing.TENANT) {
        assertThat(list.body()).doesNotContain(id(thing));
      }
    }
    assertThat(list.body()).doesNotContain(task);
  }

  static Stream<Named> bodies() {
    String unknownUuid = UUID.randomUUID().toString();
    String edit =
        "[{\"taskType\":\"imageInference\",\"taskUUID\":\""
            + UUID.randomUUID()
            + "\","
            + "\"model\":\"openai:gpt-image@2\",\"positivePrompt\":\"a fox\",\"width\":1024,"
            + "\"height\":1024,\"referenceImages\":[\"%s\"]}]";
    return Stream.of(
        new Named(
            "/v1/images/edits",
            "{\"prompt\":\"a fox\",\"images\":[{\"file_id\":\"%s\"}]}",
            id(OwnedThing.FILE),
            unknown(id(OwnedThing.FILE))),
        new Named(
            "/v1/responses",
            "{\"model\":\"gpt-5\",\"input\":\"a fox\",\"previous_response_id\":\"%s\","
                + "\"tools\":[{\"type\":\"image_generation\"}]}",
            id(OwnedThing.RESPONSE),
            unknown(id(OwnedThing.RESPONSE))),
        new Named(
            "/v1/responses",
            "{\"model\":\"gpt-5\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
                + "\"text\":\"a fox\"},{\"type\":\"input_image\",\"file_id\":\"%s\"}]}],"
                + "\"tools\":[{\"type\":\"image_generation\"}]}",
            id(OwnedThing.FILE),
            unknown(id(OwnedThing.FILE))),
        new Named(
            "/apimart/v1/tasks/batch",
            "{\"task_ids\":[\"%s\"]}",
            id(OwnedThing.TASK),
            unknown(id(OwnedThing.TASK))),
        new Named(
            "/api/v1/images/favourites", "{\"add\":[\"%s.0\"]}", id(OwnedThing.JOB), unknownUuid),
        new Named(
            "/api/v1/images/delete", "{\"images\":[\"%s.0\"]}", id(OwnedThing.JOB), unknownUuid),
        new Named(
            "/runware/v1",
            "[{\"taskType\":\"getResponse\",\"taskUUID\":\"%s\"}]",
            task(),
            unknownUuid),
        new Named(
            "/runware/v1",
            "[{\"taskType\":\"getTaskDetails\",\"taskUUID\":\"%s\"}]",
            task(),
            unknownUuid),
        new Named("/runware/v1", edit, id(OwnedThing.ARTIFACT), unknownUuid),
        new Named(
            "/api/v1/jobs",
            "{\"prompt\":\"a fox\",\"images\":[{\"artifact\":\"%s\"}]}",
            id(OwnedThing.ARTIFACT),
            unknownUuid),
        new Named(
            "/api/v1/quotes",
            "{\"prompt\":\"a fox\",\"images\":[{\"artifact\":\"%s\"}]}",
            id(OwnedThing.ARTIFACT),
            unknownUuid));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void what_a_body_names_is_as_unknown_as_if_it_had_never_been(Named named) {
    HttpResponse<String> foreign =
        send(stranger, "POST", named.path(), named.body().formatted(named.id()));
    HttpResponse<String> unknown =
        send(stranger, "POST", named.path(), named.body().formatted(named.unknown()));
    HttpResponse<String> own =
        send(owner, "POST", named.path(), named.body().formatted(named.id()));

    assertThat(foreign.statusCode()).isEqualTo(unknown.statusCode());
    assertThat(plain(foreign.body(), named.id())).isEqualTo(plain(unknown.body(), named.unknown()));
    assertThat(plain(own.body(), named.id())).isNotEqualTo(plain(unknown.body(), named.unknown()));
  }

  @Test
  void the_same_idempotency_key_of_two_tenants_is_two_requests() {
    String body = "{\"prompt\":\"a blue fox\"}";
    String name = UUID.randomUUID().toString();
    List<String> jobs =
        Stream.of(owner, owner, stranger)
            .map(key ->
                server.send(
                    server
                        .request("/api/v1/jobs")
                        .setHeader("Authorization", "Bearer " + key)
                        .setHeader("Content-Type", "application/json")
                        .setHeader("Idempotency-Key", name)
                        .POST(BodyPublishers.ofString(body))))
            .map(answer -> at(answer, "/id"))
            .toList();

    assertThat(jobs.get(1)).isEqualTo(jobs.get(0));
    assertThat(jobs.get(2)).isNotEqualTo(jobs.get(0));
  }

  @Test
  void a_socket_tells_a_stranger_no_more_than_a_call_does() throws Exception {
    String unknown = UUID.randomUUID().toString();
    for (String type : List.of("getResponse", "getTaskDetails")) {
      String ask = "[{\"taskType\":\"" + type + "\",\"taskUUID\":\"%s\"}]";

      String foreign = overSocket(stranger, ask.formatted(task));

      assertThat(foreign).contains("taskFailedOrNotFound");
      assertThat(plain(foreign, task))
          .isEqualTo(plain(overSocket(stranger, ask.formatted(unknown)), unknown));
      assertThat(overSocket(owner, ask.formatted(task))).doesNotContain("taskFailedOrNotFound");
    }
  }

  @Test
  void what_is_the_operator_s_is_forbidden_to_a_tenant() {
    routes()
        .filter(one -> one.template().matches(OPERATORS))
        .forEach(one ->
            assertThat(
                    send(stranger, one.method(), one.template().replace("{name}", "x"), "{}")
                        .statusCode())
                .as(one.toString())
                .isEqualTo(403));
  }

  private static String tenant(String name) {
    server.postJson("/api/v1/tenants", "{\"id\":\"" + name + "\"}");
    return at(
        server.postJson(
            "/api/v1/tenants/" + name + "/keys", "{\"scopes\":[\"generate\",\"read\",\"admin\"]}"),
        "/secret");
  }

  private static String make(OwnedThing thing) {
    return switch (thing) {
      case TENANT -> OWNER;
      case FILE -> at(upload("/v1/files", true), thing.id);
      case ARTIFACT -> at(upload("/api/v1/artifacts", false), thing.id);
      case DELIVERY -> {
        String hook = IDS.get(OwnedThing.WEBHOOK);
        String id = at(send(owner, "POST", "/api/v1/webhooks/" + hook + "/test", ""), thing.id);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> seen(thing.one.formatted(id)).contains("\"ended_at\""));
        yield id;
      }
      case SESSION -> {
        server.send(
            server
                .request(thing.collection)
                .setHeader("x-atelier-page", "1")
                .setHeader("Sec-Fetch-Site", "same-origin")
                .setHeader("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(thing.order.formatted(owner))));
        yield at(send(owner, "GET", thing.one, ""), thing.id);
      }
      case WEBHOOK -> {
        String order = thing.order.replace(":9/", ":" + receiver.getAddress().getPort() + "/");
        yield at(send(owner, "POST", thing.collection, order), thing.id);
      }
      default -> {
        String id =
            at(send(owner, "POST", thing.collection.formatted(OWNER), thing.order), thing.id);
        ended(thing, id);
        yield id;
      }
    };
  }

  /** What is asynchronous is waited for, so that nothing changes by itself any more. */
  private static void ended(OwnedThing thing, String id) {
    if (thing.asynchronous()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(50))
          .until(() ->
              send(owner, "GET", thing.one.formatted(id), "")
                  .body()
                  .toLowerCase(Locale.ROOT)
                  .matches("(?s).*\"(completed|succeeded|finished|success)\".*"));
    }
  }

  private static HttpResponse<String> upload(String path, boolean form) {
    byte[] png = Pixels.mask(64, 64, new Rectangle(8, 8));
    byte[] body = form ? joined(part("purpose", "") + "vision", png) : png;
    return server.send(
        server
            .request(path)
            .setHeader("Authorization", "Bearer " + owner)
            .setHeader("Content-Type", form ? "multipart/form-data; boundary=walk" : "image/png")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  /** A form of one text and one file. */
  private static byte[] joined(String text, byte[] file) {
    String head = text + "\r\n" + part("file", "; filename=\"a.png\"");
    var all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(US_ASCII));
    all.writeBytes(file);
    all.writeBytes("\r\n--walk--\r\n".getBytes(US_ASCII));
    return all.toByteArray();
  }

  private static String part(String name, String more) {
    return "--walk\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n".formatted(name, more);
  }

  private static String inference(String uuid) {
    return "[{\"taskType\":\"imageInference\",\"taskUUID\":\""
        + uuid
        + "\","
        + "\"model\":\"openai:gpt-image@2\",\"positivePrompt\":\"a fox\","
        + "\"width\":1024,\"height\":1024}]";
  }

  private static String filled(String template, String id) {
    return template.replace("{id}", id).replace("{endpoint}", "gpt_image_2").replace("{name}", "u");
  }

  /** A thing as its owner sees it, but for what differs between two looks. */
  private static String seen(OwnedThing thing) {
    return seen(thing.one.formatted(id(thing)));
  }

  private static String seen(String path) {
    HttpResponse<String> one = send(owner, "GET", path, "");
    assertThat(one.statusCode()).as(one.body()).isBetween(200, 299);
    return one.body()
        .replaceAll("\"https?://[^\"]*\"", "\"\"")
        .replaceAll("\"url_expires_at\":\"[^\"]*\"", "");
  }

  /** Without names and what else differs between two answers. */
  private static String plain(String body, String id) {
    return body.replace(id, "ID")
        .replaceAll("req_[0-9a-f]+", "REQUEST")
        .replaceAll("\"https?://[^\"]*\"", "\"LINK\"");
  }

  private static String id(OwnedThing thing) {
    return Objects.requireNonNull(IDS.get(thing));
  }

  private static String task() {
    return Objects.requireNonNull(task);
  }

  /** One of the same form that nothing has. */
  private static String unknown(String id) {
    return id.replaceAll("[0-9A-Za-z]{10}$", "0000000000");
  }

  private static HttpResponse<String> send(String key, String method, String path, String body) {
    return server.send(
        server
            .request(path)
            .setHeader("Authorization", "Bearer " + key)
            .setHeader("Content-Type", "application/json")
            .method(
                method,
                method.startsWith("P") ? BodyPublishers.ofString(body) : BodyPublishers.noBody()));
  }

  private static String at(HttpResponse<String> answer, String pointer) {
    String text = JsonMapper.shared().readTree(answer.body()).at(pointer).asString("");
    assertThat(text).as(answer.statusCode() + " " + answer.body()).isNotEmpty();
    return text;
  }

  /** What a socket of this key's holder is told next after it asked. */
  private static String overSocket(String key, String ask) throws InterruptedException {
    BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    var listener =
        new WebSocket.Listener() {
          private final StringBuilder text = new StringBuilder();

          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
              messages.add(text.toString());
              text.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, part, last);
          }
        };
    try (var client = HttpClient.newHttpClient()) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("ws://" + server.uri("/").getAuthority() + "/runware/v1"), listener)
              .join();
      socket
          .sendText("[{\"taskType\":\"authentication\",\"apiKey\":\"" + key + "\"}]", true)
          .join();
      assertThat(messages.poll(30, TimeUnit.SECONDS)).contains("connectionSessionUUID");
      socket.sendText(ask, true).join();
      String answer = messages.poll(30, TimeUnit.SECONDS);
      socket.abort();
      return String.valueOf(answer);
    }
  }
}
