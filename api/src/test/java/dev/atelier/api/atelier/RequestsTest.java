package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.ModerationSettings;
import dev.atelier.moderation.Rule;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a submission is told at once, by its name; nothing is stored or charged. */
@Timeout(120)
class RequestsTest {
  private static final String INVALID = "invalid-field";
  private static final String PICTURE = Samples.dataUrl(Samples.png(64, 48));
  private static final String OTHER_MASK = Samples.dataUrl(Samples.mask(32, 32));
  private static final String LONG = "x".repeat(600);
  @TempDir static Path directory;
  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        ApiServer.start(
            directory,
            s ->
                s.with(
                        Moderation.of(
                            new ModerationSettings(
                                List.of(new Rule("violence", List.of("blood"))))))
                    .withoutPrivateNetworks());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        row("\"prompt\":\"\"", "prompt"),
        row("\"prompt\":7", "prompt"),
        row("\"prompt\":\"" + "x".repeat(40_000) + "\"", "prompt"),
        row("\"model\":\"nobody\"", "model"),
        row("\"model\":1", "model"),
        row("\"n\":0", "n"),
        row("\"n\":11", "n"),
        row("\"n\":\"two\"", "n"),
        row("\"n\":1.5", "n"),
        row("\"size\":\"big\"", "size"),
        row("\"size\":\"16:9\"", "size"),
        row("\"size\":\"0x10\"", "size"),
        row("\"size\":\"16x16\"", "size"),
        row("\"size\":\"9999x9999\"", "size"),
        row("\"size\":1024", "size"),
        row("\"quality\":\"best\"", "quality"),
        row("\"format\":\"gif\"", "format"),
        row("\"output_format\":\"png\"", "output_format"),
        row("\"compression\":101", "compression"),
        row("\"compression\":50", "compression"),
        row("\"background\":\"pink\"", "background"),
        row("\"background\":\"transparent\",\"format\":\"jpeg\"", "background"),
        row("\"moderation\":\"none\"", "moderation"),
        row("\"seed\":-1", "seed"),
        row("\"seed\":\"7.5\"", "seed"),
        row("\"user\":\"" + LONG + "\"", "user"),
        row("\"delivery\":\"all_but_blocked\"", "delivery"),
        row("\"link_ttl\":59", "link_ttl"),
        row("\"link_ttl\":604801", "link_ttl"),
        row("\"metadata\":[]", "metadata"),
        row("\"metadata\":{\"a\":1}", "metadata.a"),
        row("\"metadata\":{\"\":\"x\"}", "metadata"),
        row("\"metadata\":{\"a\":\"" + LONG + "\"}", "metadata.a"),
        row("\"metadata\":{" + pairs(17) + "}", "metadata"),
        row("\"images\":7", "images"),
        row("\"images\":[7]", "images[0]"),
        row("\"images\":[\"" + PICTURE + "\",{}]", "images[1]"),
        row("\"images\":[{\"url\":\"a\",\"b64_json\":\"b\"}]", "images[0]"),
        row("\"images\":[{\"link\":\"" + PICTURE + "\"}]", "images[0].link"),
        row("\"images\":[{\"artifact\":7}]", "images[0].artifact"),
        row("\"images\":[{\"artifact\":\"x\"}]", "images[0].artifact"),
        row(
            "\"images\":[{\"artifact\":\"0199a3b2-7c4d-7e11-8a55-1f0f4b0c9d21\"}]",
            "images[0].artifact"),
        row("\"images\":[\"!!\"]", "images[0]"),
        row("\"mask\":\"" + PICTURE + "\"", "mask"),
        row("\"webhook\":7", "webhook"),
        row("\"webhook\":\"ftp://hooks.example/\"", "webhook"),
        row("\"webhook\":\"not a url\"", "webhook"),
        row("\"webhook\":\"https://user@hooks.example/\"", "webhook"),
        row("\"webhook\":\"http://127.0.0.1/\"", "webhook"),
        row("\"webhook\":\"http://2130706433/\"", "webhook"),
        row("\"webhook\":\"http://[::ffff:10.0.0.1]/\"", "webhook"),
        row("\"webhook\":\"http://inside.example/\"", "webhook"),
        row("\"webhook\":{}", "webhook.url"),
        row("\"webhook\":{\"url\":\"http://inside.example/\"}", "webhook.url"),
        row("\"webhook\":{\"url\":\"https://hooks.example/\",\"x\":1}", "webhook.x"),
        row("\"webhook\":{\"url\":\"https://hooks.example/\",\"events\":[]}", "webhook.events"),
        row(
            "\"webhook\":{\"url\":\"https://hooks.example/\",\"events\":[\"webhook.test\"]}",
            "webhook.events[0]"),
        row("\"uploads\":\"https://hooks.example/\"", "uploads"),
        row("\"uploads\":[]", "uploads"),
        row("\"uploads\":[\"https://hooks.example/\",\"https://hooks.example/\"]", "uploads"),
        row("\"uploads\":[\"http://169.254.169.254/\"]", "uploads[0]"),
        row("\"uploads\":[7]", "uploads[0]"),
        row("\"stream\":true", "stream"));
  }

  private static Arguments row(String fields, String field) {
    return Arguments.of(fields, field);
  }

  private static String pairs(int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> "\"k" + i + "\":\"v\"")
        .collect(java.util.stream.Collectors.joining(","));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void a_wrong_field_is_named(String fields, String field) throws Exception {
    int before = server.jobs();
    String prompt = fields.startsWith("\"prompt\"") ? "" : "\"prompt\":\"fox\",";

    Reply reply = server.post(Client.JOBS, "{" + prompt + fields + "}");

    Client.assertProblem(Contract.kept("POST /jobs", reply), 422, INVALID);
    assertThat(reply.text("/field")).isEqualTo(field);
    assertThat(server.jobs()).isEqualTo(before);
    assertThat(server.deliveries()).isEmpty();
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        Arguments.of("\"images\":[\"aGVsbG8gd29ybGQ=\"]", "unusable-image", "images[0]"),
        Arguments.of(
            "\"images\":[\"" + PICTURE + "\"],\"mask\":\"" + OTHER_MASK + "\"",
            "unusable-image",
            "mask"),
        Arguments.of("\"images\":[\"http://127.0.0.1:1/a.png\"]", "download-failed", "images[0]"),
        Arguments.of("\"prompt\":\"blood\"", "content-blocked", ""));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void what_cannot_be_used_is_told_too(String fields, String problem, String field)
      throws Exception {
    String prompt = fields.startsWith("\"prompt\"") ? "" : "\"prompt\":\"fox\",";

    Reply reply = server.post(Client.JOBS, "{" + prompt + fields + "}");

    Client.assertProblem(Contract.kept("POST /jobs", reply), 422, problem);
    assertThat(reply.text("/field")).isEqualTo(field);
  }

  @Test
  void a_body_that_is_no_json_object_is_refused() throws Exception {
    for (String body : List.of("", "{", "[]", "7", "{\"prompt\":\"a\",}")) {
      Client.assertProblem(
          Contract.kept("POST /jobs", server.post(Client.JOBS, body)), 400, "malformed-body");
    }
    Reply text =
        server.send(
            server
                .request(Client.JOBS)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("fox")));
    Client.assertProblem(text, 415, "unsupported-media-type");
  }

  @Test
  void another_tenants_artifact_is_no_input() throws Exception {
    String artifact = new Client(server).upload(Samples.png(20, 20)).text("/id");
    String stranger = server.key(new TenantId("stranger"), Scope.all());

    Reply reply =
        server.send(
            server
                .json(
                    Client.JOBS,
                    "{\"prompt\":\"fox\",\"images\":[{\"artifact\":\"" + artifact + "\"}]}")
                .setHeader("Authorization", "Bearer " + stranger));

    Client.assertProblem(reply, 422, INVALID);
    assertThat(reply.text("/field")).isEqualTo("images[0].artifact");
  }

  @Test
  void a_budget_that_is_used_up_is_402() throws Exception {
    server.budget(1);
    try {
      Client.assertProblem(
          Contract.kept("POST /jobs", new Client(server).submit("")), 402, "out-of-budget");
    } finally {
      server.budget(1_000_000_000);
    }
  }

  @Test
  void a_path_or_method_that_is_not_there_is_a_problem() throws Exception {
    Client.assertProblem(server.get("/api/v1/nothing"), 404, "not-found");
    Reply put = server.put(Client.JOBS);
    Client.assertProblem(put, 405, "method-not-allowed");
    assertThat(put.header("Allow").orElseThrow()).contains("POST");
  }
}
