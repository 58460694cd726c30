package dev.atelier.api.atelier;

import static dev.atelier.api.atelier.Client.JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.ImageHost;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.api.Setup;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class JobsTest {
  private static final AttemptOutcome REFUSED =
      new AttemptOutcome.Refused("no", Optional.empty(), List.of());

  @TempDir Path directory;

  @Test
  void a_job_is_accepted_at_once_and_ends_with_its_pictures() throws Exception {
    var held = new Held();
    try (var server = start(held)) {
      var client = new Client(server);

      Reply accepted = client.submit("\"n\":2,\"size\":\"1024x1536\",\"quality\":\"low\"");

      assertThat(accepted.status()).isEqualTo(202);
      String id = accepted.text("/id");
      assertThat(accepted.header("Location")).contains(server.uri(JOBS + "/" + id).toString());
      assertThat(accepted.text("/state")).isIn("queued", "running");
      assertThat(accepted.text("/images/1/state")).isEqualTo("pending");
      held.release();
      Reply ended = client.ended(id);
      assertThat(ended.text("/state")).as(ended.body()).isEqualTo("succeeded");
      for (int i : List.of(0, 1)) {
        assertThat(ended.text("/images/" + i + "/state")).isEqualTo("completed");
        assertThat(server.image(ended.text("/images/" + i + "/url")).orElseThrow().size())
            .isEqualTo(new ImageSize(1024, 1536));
      }
      assertThat(ended.text("/images/0/report/engine")).isEqualTo(server.provider.name());
      assertThat(ended.json().at("/images/0/report/checks_made").toString()).contains("structure");
      assertThat(ended.json().at("/images/0/report/checks_not_made").toString())
          .contains("moderation");
      assertThat(Instant.parse(ended.text("/ended_at"))).isEqualTo(server.clock.instant());
    }
  }

  @Test
  void what_a_job_costs_is_told_exactly() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply ended = new Client(server).made("\"n\":2");

      long micros =
          server.charges(JobId.parse(ended.text("/id"))).stream()
              .mapToLong(charge -> charge.micros())
              .sum();
      assertThat(micros).isPositive();
      assertThat(new java.math.BigDecimal(ended.text("/charged_usd")).movePointRight(6))
          .isEqualByComparingTo(java.math.BigDecimal.valueOf(micros));
      assertThat(new java.math.BigDecimal(ended.text("/images/0/charged_usd")))
          .isLessThanOrEqualTo(new java.math.BigDecimal(ended.text("/image_price_usd")));
    }
  }

  @Test
  void a_size_that_no_model_makes_is_delivered_in_exactly_its_pixels() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply ended = new Client(server).made("\"size\":\"1881x836\"");

      assertThat(server.image(ended.text("/images/0/url")).orElseThrow().size())
          .isEqualTo(new ImageSize(1881, 836));
      assertThat(ended.text("/order/size")).isEqualTo("1881x836");
      assertThat(ended.text("/order/rendered_size")).isNotEqualTo("1881x836");
      assertThat(ended.text("/images/0/report/provenance")).isEqualTo("lost");
    }
  }

  @Test
  void the_order_is_told_as_it_was_resolved() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply ended =
          new Client(server)
              .made(
                  "\"format\":\"webp\",\"compression\":60,\"background\":\"transparent\","
                      + "\"moderation\":\"low\",\"seed\":7,\"user\":\"u-1\","
                      + "\"metadata\":{\"order\":\"A-1\"},\"delivery\":\"all\"");

      assertThat(ended.text("/order/size")).matches("[0-9]+x[0-9]+");
      assertThat(ended.text("/order/quality")).isNotEqualTo("auto");
      assertThat(ended.text("/order/format")).isEqualTo("webp");
      assertThat(ended.json().at("/order/compression").intValue()).isEqualTo(60);
      assertThat(ended.text("/order/background")).isEqualTo("transparent");
      assertThat(ended.json().at("/order/seed").intValue()).isEqualTo(7);
      assertThat(ended.text("/order/user")).isEqualTo("u-1");
      assertThat(ended.text("/metadata/order")).isEqualTo("A-1");
      assertThat(ended.text("/delivery")).isEqualTo("all");
      assertThat(ended.text("/images/0/format")).isEqualTo("webp");
    }
  }

  @Test
  void pictures_come_in_every_form() throws Exception {
    byte[] image = Samples.png(64, 48);
    try (var server = ApiServer.start(directory);
        var host = new ImageHost(image, Samples.mask(64, 48))) {
      var client = new Client(server);
      String artifact = client.upload(image).text("/id");

      Reply ended =
          client.made(
              "\"images\":[\"%s\",\"%s\",\"%s\",{\"url\":\"%s\"},{\"b64_json\":\"%s\"},"
                      .formatted(
                          host.url("a.png"),
                          Samples.dataUrl(image),
                          Samples.base64(image),
                          host.url("b.png"),
                          Samples.base64(Samples.noise(80, 60)))
                  + "{\"artifact\":\"%s\"}],\"mask\":{\"url\":\"%s\"}"
                      .formatted(artifact, host.url("mask.png")));

      assertThat(ended.text("/state")).as(ended.body()).isEqualTo("succeeded");
      assertThat(ended.text("/operation")).isEqualTo("edit");
      assertThat(ended.json().at("/order/images").size()).isEqualTo(6);
      assertThat(ended.text("/order/mask/size")).isEqualTo("64x48");
      var edit = (ImageRequest.Edit) server.provider.calls().getFirst().request();
      assertThat(edit.images().getFirst().hash()).isEqualTo(edit.images().getLast().hash());
    }
  }

  @Test
  void a_link_works_for_as_long_as_the_request_says() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply ended = new Client(server).made("\"link_ttl\":60");

      assertThat(Instant.parse(ended.text("/images/0/url_expires_at")))
          .isEqualTo(server.clock.instant().plusSeconds(60));
      server.clock.advance(java.time.Duration.ofSeconds(61));
      assertThat(server.image(ended.text("/images/0/url"))).isEmpty();
    }
  }

  @Test
  void where_results_are_kept_for_good_a_link_works_on_unless_the_request_says_otherwise()
      throws Exception {
    try (var server = ApiServer.start(directory, Setup::withLinksForGood)) {
      var client = new Client(server);
      String usual = client.made("").text("/images/0/url");
      String brief = client.made("\"link_ttl\":60").text("/images/0/url");

      server.clock.advance(java.time.Duration.ofDays(6));

      assertThat(server.image(usual)).isPresent();
      assertThat(server.image(brief)).isEmpty();
    }
  }

  @Test
  void a_repeat_with_its_key_is_the_same_job() throws Exception {
    try (var server = ApiServer.start(directory)) {
      var client = new Client(server);
      var body = "{\"prompt\":\"fox\"}";

      Reply first = server.send(server.json(JOBS, body).header("Idempotency-Key", "k"));
      Reply again = server.send(server.json(JOBS, body).header("Idempotency-Key", "k"));
      Reply other =
          server.send(server.json(JOBS, "{\"prompt\":\"cat\"}").header("Idempotency-Key", "k"));

      assertThat(again.status()).isEqualTo(202);
      assertThat(again.text("/id")).isEqualTo(first.text("/id"));
      assertThat(again.header("Idempotency-Replayed")).contains("true");
      Client.assertProblem(other, 409, "idempotency-key-reused");
      client.ended(first.text("/id"));
      assertThat(server.jobs()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"link_ttl\":60",
        "\"delivery\":\"all\"",
        "\"metadata\":{\"k\":\"v\"}",
        "\"webhook\":\"https://hooks.example/b\"",
        "\"webhook\":{\"url\":\"https://hooks.example/a\",\"events\":[\"job.failed\"]}",
        "\"uploads\":[\"https://hooks.example/1.png\"]"
      })
  void a_key_stands_for_all_that_its_request_asked_for(String other) throws Exception {
    String usual = "{\"prompt\":\"fox\",\"webhook\":\"https://hooks.example/a\"";
    try (var server = ApiServer.start(directory)) {
      server.send(server.json(JOBS, usual + "}").header("Idempotency-Key", "k"));

      Reply reply =
          server.send(server.json(JOBS, usual + "," + other + "}").header("Idempotency-Key", "k"));

      Client.assertProblem(reply, 409, "idempotency-key-reused");
      assertThat(server.jobs()).isEqualTo(1);
    }
  }

  @Test
  void a_list_is_read_page_by_page() throws Exception {
    try (var server = ApiServer.start(directory)) {
      var client = new Client(server);
      List<String> made =
          IntStream.range(0, 5)
              .mapToObj(_ -> client.madeUnchecked("").text("/id"))
              .toList()
              .reversed();

      var seen = new java.util.ArrayList<String>();
      String before = "";
      for (int page = 0; page < 3; page++) {
        Reply reply = server.get(JOBS + "?limit=2&state=succeeded" + before);
        reply.json().at("/data").forEach(job -> seen.add(job.path("id").stringValue()));
        assertThat(reply.json().at("/has_more").booleanValue()).isEqualTo(page < 2);
        before = "&before=" + reply.text("/next_before");
      }

      assertThat(seen).isEqualTo(made);
      assertThat(server.get(JOBS + "?state=failed").json().at("/data").size()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"limit=0", "limit=101", "limit=x", "state=done", "before=nothing", "page=2"})
  void a_wrong_parameter_is_named(String query) throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply reply = server.get(JOBS + "?" + query);

      Client.assertProblem(reply, 422, "invalid-field");
      assertThat(reply.text("/field")).isEqualTo(query.substring(0, query.indexOf('=')));
    }
  }

  @Test
  void a_queued_job_tells_its_place_and_can_be_cancelled() throws Exception {
    var held = new Held();
    try (var server =
        ApiServer.start(
            directory, s -> s.with(FakeProvider.paid().answers(held)).withConcurrency(1))) {
      var client = new Client(server);
      String running = client.submit("").text("/id");
      held.awaitBegun();
      client.submit("");
      Reply last = client.submit("");

      assertThat(last.json().at("/queue_position").intValue()).isEqualTo(1);
      Reply cancelled = client.cancel(last.text("/id"));
      assertThat(cancelled.status()).isEqualTo(200);
      assertThat(cancelled.text("/state")).isEqualTo("cancelled");
      assertThat(cancelled.text("/fault/type")).endsWith(":cancelled");
      assertThat(client.cancel(last.text("/id")).status()).isEqualTo(200);
      held.release();
      client.ended(running);
      Client.assertProblem(client.cancel(running), 409, "already-ended");
    }
  }

  @Test
  void a_picture_that_was_made_and_not_delivered_is_withheld() throws Exception {
    try (var server =
        ApiServer.start(
            directory,
            s ->
                s.with(
                        new FakeProvider("fake", new Capabilities(1, false, false, true))
                            .answers(FakeProvider.Answer.SUCCESS, FakeProvider.Answer.of(REFUSED)))
                    .withConcurrency(1))) {
      var client = new Client(server);

      Reply ended = client.ended(client.submit("\"n\":2,\"delivery\":\"all\"").text("/id"));

      assertThat(ended.text("/state")).isEqualTo("failed");
      assertThat(ended.text("/fault/type")).endsWith(":provider-refused");
      assertThat(ended.text("/images/0/state")).isEqualTo("withheld");
      assertThat(ended.json().at("/images/0/url").isNull()).isTrue();
      assertThat(ended.json().at("/images/0/artifact").isNull()).isTrue();
      assertThat(ended.text("/charged_usd")).isEqualTo("0");
    }
  }

  @Test
  void calls_to_accounts_are_for_operators_only() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply ended = new Client(server).made("");
      String path = JOBS + "/" + ended.text("/id");
      String reader = server.key(TenantId.DEFAULT, Set.of(Scope.READ));

      assertThat(server.get(path).text("/attempts/0/provider")).isEqualTo(server.provider.name());
      assertThat(server.get(path).text("/attempts/0/outcome")).isEqualTo("succeeded");
      Reply seen = server.send(server.request(path).setHeader("Authorization", "Bearer " + reader));
      assertThat(seen.status()).isEqualTo(200);
      assertThat(seen.json().has("attempts")).isFalse();
    }
  }

  @Test
  void an_id_is_read_in_every_form() throws Exception {
    try (var server = ApiServer.start(directory)) {
      JobId id = JobId.parse(new Client(server).made("").text("/id"));

      for (String name :
          List.of(JobIdFormat.lowerCase("mmsu_").of(id), JobIdFormat.upperCase("task_").of(id))) {
        assertThat(server.get(JOBS + "/" + name).text("/id")).isEqualTo(id.toString());
      }
    }
  }

  private ApiServer start(Held held) throws Exception {
    return ApiServer.start(directory, s -> s.with(FakeProvider.paid().answers(held)));
  }
}
