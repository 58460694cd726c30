package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Samples;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Results;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EventsTest {
  private static final AttemptOutcome REFUSED =
      new AttemptOutcome.Refused("no", Optional.empty(), List.of());
  @TempDir Path directory;

  @Test
  void a_job_is_followed_from_its_beginning_to_its_end() throws Exception {
    var held = new Held();
    try (var server = start(FakeProvider.paid().answers(held))) {
      String id = new Client(server).submit("\"n\":2").text("/id");
      held.awaitBegun();
      try (var story = Story.of(server, id)) {
        assertThat(story.next().orElseThrow().type()).isEqualTo("job.created");
        assertThat(story.retry()).hasValueSatisfying(wait -> assertThat(wait).matches("[0-9]+"));
        assertThat(story.next().orElseThrow().type()).isEqualTo("job.started");
        held.release();

        List<Story.Heard> rest = story.rest();

        assertThat(rest.stream().filter(one -> !one.id().isEmpty()).map(Story.Heard::type))
            .containsExactly("image.completed", "image.completed", "job.succeeded");
        assertThat(rest.getLast().id()).isEqualTo("ended");
        assertThat(rest.getLast().data().at("/data/id").stringValue()).isEqualTo(id);
        assertThat(rest.getLast().data().at("/data/images/0/url").stringValue()).isNotEmpty();
      }
    }
  }

  @Test
  void a_client_that_comes_back_hears_exactly_what_came_after() throws Exception {
    var provider =
        new FakeProvider("fake", new Capabilities(1, false, false, true))
            .answers(
                FakeProvider.Answer.SUCCESS,
                FakeProvider.Answer.SUCCESS,
                FakeProvider.Answer.of(REFUSED));
    try (var server = start(provider)) {
      String id = new Client(server).made("\"n\":3").text("/id");
      List<Story.Heard> all;
      try (var story = Story.of(server, id)) {
        all = story.rest();
      }

      assertThat(all.stream().map(Story.Heard::type))
          .containsExactlyInAnyOrder(
              "job.created",
              "job.started",
              "image.completed",
              "image.failed",
              "image.completed",
              "job.succeeded");
      for (int heard = 1; heard < all.size(); heard++) {
        try (var story = Story.of(server, id, all.get(heard - 1).id())) {
          assertThat(story.rest()).isEqualTo(all.subList(heard, all.size()));
        }
      }
      assertThat(Story.reply(server, id, "ended").status()).isEqualTo(204);
    }
  }

  @Test
  void an_id_that_nobody_gave_begins_at_the_beginning() throws Exception {
    try (var server = start(FakeProvider.paid())) {
      String id = new Client(server).made("").text("/id");

      for (String unknown : List.of("x", "image", "image-", "image-1x", "ENDED", "-1")) {
        try (var story = Story.of(server, id, unknown)) {
          assertThat(story.rest()).hasSize(4);
        }
      }
    }
  }

  @Test
  void what_passes_is_told_once_and_without_an_id() throws Exception {
    var go = new CountDownLatch(1);
    FakeProvider.Answer answer =
        (provider, call, results) -> {
          if (!go.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody listens");
          }
          results.progress(0.25);
          preview(provider, results);
          return FakeProvider.Answer.SUCCESS.give(provider, call, results);
        };
    try (var server = start(FakeProvider.paid().answers(answer))) {
      String id = new Client(server).submit("").text("/id");
      try (var story = Story.of(server, id)) {
        story.next();
        story.next();
        go.countDown();

        List<Story.Heard> passing =
            story.rest().stream().filter(one -> one.id().isEmpty()).toList();

        assertThat(passing)
            .anySatisfy(one -> {
              assertThat(one.type()).isEqualTo("progress");
              assertThat(one.data().at("/data/fraction").doubleValue()).isEqualTo(0.25);
            });
      }
      try (var story = Story.of(server, id)) {
        assertThat(story.rest()).noneMatch(one -> one.id().isEmpty());
      }
    }
  }

  @Test
  void a_preview_comes_with_its_picture_where_that_is_asked_for() throws Exception {
    var go = new CountDownLatch(1);
    FakeProvider.Answer answer =
        (provider, call, results) -> {
          if (!go.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody listens");
          }
          preview(provider, results);
          return FakeProvider.Answer.SUCCESS.give(provider, call, results);
        };
    try (var server = start(FakeProvider.paid().answers(answer))) {
      String id = new Client(server).submit("\"partials\":1").text("/id");
      try (var story = Story.withPreviews(server, id)) {
        story.next();
        story.next();
        go.countDown();

        Story.Heard partial =
            story.rest().stream()
                .filter(one -> one.type().equals("partial"))
                .findFirst()
                .orElseThrow();

        assertThat(partial.data().at("/image").intValue()).isZero();
        assertThat(partial.data().at("/data/media_type").stringValue()).isEqualTo("image/png");
        byte[] png =
            java.util.Base64.getDecoder().decode(partial.data().at("/data/b64_json").stringValue());
        assertThat(png).startsWith(0x89, 'P', 'N', 'G');
      }
    }
  }

  @Test
  void a_cancelled_job_ends_its_story() throws Exception {
    var held = new Held();
    try (var server = start(FakeProvider.paid().answers(held))) {
      var client = new Client(server);
      String id = client.submit("").text("/id");
      held.awaitBegun();
      try (var story = Story.of(server, id, "started")) {
        assertThat(client.cancel(id).status()).isEqualTo(200);

        assertThat(story.rest().stream().map(Story.Heard::type)).containsExactly("job.cancelled");
      }
      held.release();
    }
  }

  @Test
  void pictures_that_come_together_are_told_of_at_the_end() throws Exception {
    var provider =
        new FakeProvider("fake", new Capabilities(1, false, false, true))
            .answers(FakeProvider.Answer.SUCCESS, FakeProvider.Answer.of(REFUSED));
    try (var server = ApiServer.start(directory, s -> s.with(provider).withConcurrency(1))) {
      var client = new Client(server);
      String id = client.submit("\"n\":2,\"delivery\":\"all\"").text("/id");
      client.ended(id);
      try (var story = Story.of(server, id)) {
        assertThat(story.rest().stream().map(Story.Heard::type))
            .containsExactly("job.created", "job.started", "image.failed", "job.failed");
      }
    }
  }

  @Test
  void asking_for_the_headers_alone_does_not_wait() throws Exception {
    var held = new Held();
    try (var server = start(FakeProvider.paid().answers(held))) {
      String id = new Client(server).submit("").text("/id");
      held.awaitBegun();

      var reply =
          server.send(
              server
                  .request(Client.JOBS + "/" + id + "/events")
                  .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("Content-Type").orElseThrow()).startsWith("text/event-stream");
      held.release();
    }
  }

  @Test
  void a_job_of_another_api_is_followed_too() throws Exception {
    try (var server = start(FakeProvider.paid())) {
      var reply =
          server.post(
              "/v1/queue/gpt_image_2_edit",
              "{\"prompt\":\"fox\",\"images\":\"" + Samples.dataUrl(Samples.png(9, 9)) + "\"}");
      String id = reply.text("/request_id");
      assertThat(id).startsWith("mmsu_");
      try (var story = Story.of(server, id)) {
        var last = story.rest().getLast();
        assertThat(last.type()).isEqualTo("job.succeeded");
        assertThat(last.data().at("/data/api").stringValue()).isEqualTo("seaart");
      }
    }
  }

  private static void preview(FakeProvider provider, Results results) {
    try (Results.Sink sink = results.partial(0, 0)) {
      sink.write(provider.png(new dev.atelier.image.ImageSize(64, 64)));
      sink.complete(Results.ImageMetadata.NOTHING);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private ApiServer start(FakeProvider provider) throws Exception {
    return ApiServer.start(directory, s -> s.with(provider));
  }
}
