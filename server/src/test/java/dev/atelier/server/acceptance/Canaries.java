package dev.atelier.server.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.image.TenantId;
import dev.atelier.queue.Job;
import dev.atelier.queue.OpenJobs;
import dev.atelier.queue.OpenJobs.Which;
import java.awt.Rectangle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What cannot be overlooked where it should not be: words that one tenant alone says, in every
 * field of every API, and a search for them through every byte of a data directory.
 */
final class Canaries implements AutoCloseable {
  private LiveServer server;
  private final HttpServer receiver;

  /** A tenant with a key that does everything, and the words that only it says. */
  record Customer(String tenant, String key) {
    String says(String what) {
      return "canary-" + tenant + "-" + what + "-z";
    }

    /** What its jobs say. */
    Set<String> texts() {
      return words(
              "openai",
              "own",
              "apimart",
              "seaart",
              "runware",
              "responses",
              "aside",
              "note",
              "metadata",
              "refused")
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Its end users. */
    Set<String> users() {
      return words("alice", "bob").collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is in its pictures, or names them. */
    Set<String> files() {
      return words("input", "file", "filename").collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rest. */
    Set<String> others() {
      return words("hook", "standing", "key", "idempotency")
          .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> all() {
      var all = new TreeSet<String>();
      Stream.of(texts(), users(), files(), others()).forEach(all::addAll);
      return all;
    }

    private Stream<String> words(String... whats) {
      return Stream.of(whats).map(this::says);
    }
  }

  Canaries(LiveServer server) throws IOException {
    this.server = server;
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", Canaries::echo);
    receiver.start();
  }

  /** Another server works on the same data from now on. */
  void move(LiveServer to) {
    server = to;
  }

  Customer customer(String tenant) {
    server.postJson("/api/v1/tenants", "{\"id\":\"" + tenant + "\"}");
    var unnamed = new Customer(tenant, "");
    var made =
        server.postJson(
            "/api/v1/tenants/" + tenant + "/keys",
            "{\"label\":\""
                + unnamed.says("key")
                + "\",\"scopes\":[\"generate\",\"read\",\"admin\"]}");
    return new Customer(
        tenant, JsonMapper.shared().readTree(made.body()).path("secret").stringValue());
  }

  /** Says everything once, and waits until it was done and told. */
  void sing(Customer who) {
    byte[] input = picture(who.says("input"));
    post(who, "/api/v1/webhooks", "{\"url\":\"" + hook(who.says("standing")) + "\"}");
    upload(who, picture(who.says("file")));
    String artifact = artifact(who, input);
    post(
        who,
        "/v1/images/generations",
        "{\"prompt\":\"%s\",\"user\":\"%s\",\"size\":\"1024x1024\"}"
            .formatted(who.says("openai"), who.says("alice")));
    own(who, who.says("own"), who.says("alice"), artifact);
    post(
        who,
        "/api/v1/jobs",
        "{\"prompt\":\"%s\",\"user\":\"%s\"}".formatted(who.says("refused"), who.says("bob")));
    post(
        who,
        "/apimart/v1/images/generations",
        "{\"prompt\":\"%s\",\"model\":\"gpt-image-2\"}".formatted(who.says("apimart")));
    post(
        who,
        "/v1/queue/gpt_image_2",
        "{\"prompt\":\"%s\",\"user\":\"%s\"}".formatted(who.says("seaart"), who.says("bob")));
    post(
        who,
        "/runware/v1",
        "[{\"taskType\":\"imageInference\",\"taskUUID\":\"%s\",\"model\":\"openai:gpt-image@2\","
                .formatted(UUID.randomUUID())
            + "\"positivePrompt\":\"%s\",\"width\":1024,\"height\":1024}]"
                .formatted(who.says("runware")));
    post(
        who,
        "/v1/responses",
        ("{\"model\":\"gpt-5\",\"instructions\":\"%s\",\"metadata\":{\"note\":\"%s\"},\"input\":["
                + "{\"role\":\"assistant\",\"content\":\"%s\"},{\"role\":\"user\",\"content\":\"%s\"}],"
                + "\"tools\":[{\"type\":\"image_generation\"}]}")
            .formatted(
                who.says("note"), who.says("metadata"), who.says("aside"), who.says("responses")));
    atRest(who);
  }

  /** A job through the own API with everything that can be said there; its id. */
  String own(Customer who, String prompt, String user, String artifact) {
    var answer =
        server.send(
            server
                .request("/api/v1/jobs")
                .setHeader("Authorization", "Bearer " + who.key())
                .setHeader("Content-Type", "application/json")
                .setHeader("Idempotency-Key", who.says("idempotency") + UUID.randomUUID())
                .POST(
                    BodyPublishers.ofString(
                        ("{\"prompt\":\"%s\",\"user\":\"%s\",\"webhook\":\"%s\","
                                + "\"metadata\":{\"note\":\"%s\"},\"images\":[{\"artifact\":\"%s\"}]}")
                            .formatted(
                                prompt,
                                user,
                                hook(who.says("hook")),
                                who.says("metadata"),
                                artifact))));
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    return JsonMapper.shared().readTree(answer.body()).path("id").stringValue();
  }

  String artifact(Customer who, byte[] png) {
    var answer =
        server.send(
            server
                .request("/api/v1/artifacts")
                .setHeader("Authorization", "Bearer " + who.key())
                .setHeader("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(png)));
    return JsonMapper.shared().readTree(answer.body()).path("id").stringValue();
  }

  HttpResponse<String> post(Customer who, String path, String body) {
    var answer =
        server.send(
            server
                .request(path)
                .setHeader("Authorization", "Bearer " + who.key())
                .setHeader("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    boolean refused = body.contains("refused");
    assertThat(answer.statusCode()).as(path + answer.body()).isLessThan(refused ? 500 : 300);
    return answer;
  }

  /** Until nothing of a tenant's runs or is being sent. */
  void atRest(Customer who) {
    var tenant = new TenantId(who.tenant());
    try (var records = server.records()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .until(() ->
              records
                  .database()
                  .read(tx ->
                      OpenJobs.ofTenant(tenant, Which.ALL).count(tx, 1) == 0
                          && tx.first(
                                  "SELECT 1 AS n FROM webhook_delivery WHERE tenant = ?"
                                      + " AND next_attempt IS NOT NULL",
                                  row -> row.number("n"),
                                  tenant.value())
                              .isEmpty()));
    }
  }

  List<Job> jobs(Customer who) {
    try (var records = server.records()) {
      return records
          .database()
          .read(tx ->
              records
                  .queue()
                  .list(tx, new TenantId(who.tenant()), Optional.empty(), Optional.empty(), 100));
    }
  }

  /** Those of the words that stand anywhere in any file of the data directory. */
  Set<String> found(Set<String> words) {
    try (var files = Files.walk(server.data())) {
      var found = new TreeSet<String>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
        words.stream().filter(bytes::contains).forEach(found::add);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] picture(String comment) {
    try {
      return EchoProvider.withComment(Pixels.mask(64, 64, new Rectangle(8, 8)), comment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void upload(Customer who, byte[] png) {
    var body = new ByteArrayOutputStream();
    String purpose = part("name=\"purpose\"") + "vision\r\n";
    String file = part("name=\"file\"; filename=\"" + who.says("filename") + ".png\"");
    body.writeBytes((purpose + file).getBytes(UTF_8));
    body.writeBytes(png);
    body.writeBytes("\r\n--walk--\r\n".getBytes(UTF_8));
    var answer =
        server.send(
            server
                .request("/v1/files")
                .setHeader("Authorization", "Bearer " + who.key())
                .setHeader("Content-Type", "multipart/form-data; boundary=walk")
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static String part(String about) {
    return "--walk\r\nContent-Disposition: form-data; " + about + "\r\n\r\n";
  }

  private String hook(String path) {
    return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/" + path;
  }

  /** Says what it was sent, which is kept as the answer. */
  private static void echo(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    receiver.stop(0);
  }
}
