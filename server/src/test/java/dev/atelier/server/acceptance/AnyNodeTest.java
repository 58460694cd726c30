package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.image.JobId;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Callers at one node of jobs that another node makes. */
@Timeout(120)
class AnyNodeTest {
  private static final String ORDER =
      """
      {"model":"gpt-image-2","prompt":"%s","size":"1024x640","quality":"low"%s}\
      """;

  /** Well below a heartbeat, by which a caller would find out without being told. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static TwoNodes nodes;

  @BeforeAll
  static void start() {
    nodes = TwoNodes.start();
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @Test
  void a_call_is_answered_by_the_node_that_did_not_make_the_picture() {
    long begun = System.nanoTime();

    HttpResponse<String> answer =
        nodes.first.postJson(
            "/v1/images/generations", ORDER.formatted("a boat [atelier:delay=1s]", ""));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    assertPicture(json(answer.body()).at("/data/0/b64_json").stringValue());
  }

  @Test
  void a_stream_shows_the_previews_that_another_node_gets() {
    HttpResponse<String> answer =
        nodes.first.postJson(
            "/v1/images/generations",
            ORDER.formatted(
                "a lighthouse [atelier:partials=1s]", ",\"stream\":true,\"partial_images\":2"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    List<Event> events = Event.all(answer.body());
    assertThat(events)
        .extracting(Event::name)
        .containsExactly(
            "image_generation.partial_image",
            "image_generation.partial_image",
            "image_generation.completed");
    events.forEach(event -> assertPicture(event.data().path("b64_json").stringValue()));
  }

  @Test
  void a_web_socket_is_sent_what_another_node_makes() throws InterruptedException {
    String task = UUID.randomUUID().toString();
    try (var client = RunwareSocket.open(nodes.first)) {
      client.send(RunwareSocket.authentication(), RunwareSocket.order(task, "a kite"));

      String made = client.with("imageURL");

      assertThat(made).contains(task);
      URI link = URI.create(json(made).at("/data/0/imageURL").stringValue());
      HttpResponse<String> file = nodes.first.get(link.getRawPath() + "?" + link.getRawQuery());
      assertThat(file.statusCode()).as(link.toString()).isEqualTo(200);
    }
  }

  @Test
  void a_session_goes_on_at_another_node() throws InterruptedException {
    String running = UUID.randomUUID().toString();
    String session;
    try (var client = RunwareSocket.open(nodes.first)) {
      client.send(RunwareSocket.authentication());
      session = sessionOf(client);
      client.send(RunwareSocket.order(running, "a bell [atelier:delay=4s]"));
      await().atMost(SOON).until(() -> newest().state() == JobState.RUNNING);
    }

    try (var again = RunwareSocket.open(nodes.second)) {
      again.send(RunwareSocket.authentication(session));
      assertThat(sessionOf(again)).isEqualTo(session);
      assertThat(again.with("imageURL")).contains(running);
    }
    try (var stranger = RunwareSocket.open(nodes.second)) {
      stranger.send(RunwareSocket.authentication(UUID.randomUUID().toString()));
      assertThat(sessionOf(stranger)).isNotEqualTo(session);
    }
  }

  @Test
  void a_client_that_was_not_missed_yet_is_let_go_by_its_node() throws InterruptedException {
    String task = UUID.randomUUID().toString();
    try (var first = RunwareSocket.open(nodes.first);
        var second = RunwareSocket.open(nodes.second)) {
      first.send(RunwareSocket.authentication());
      String session = sessionOf(first);
      first.send(RunwareSocket.order(task, "a drum [atelier:delay=6s]"));
      await().atMost(SOON).until(() -> newest().state() == JobState.RUNNING);

      second.send(RunwareSocket.authentication(session));

      assertThat(sessionOf(second)).isEqualTo(session);
      assertThat(second.with("imageURL")).contains(task);
      assertThat(first.silent()).isTrue();
    }
  }

  private static String sessionOf(RunwareSocket client) throws InterruptedException {
    return json(client.with("connectionSessionUUID"))
        .at("/data/0/connectionSessionUUID")
        .stringValue();
  }

  @Test
  void a_poll_and_a_link_are_answered_by_any_node() {
    JobId job = nodes.submit(nodes.first, "a red apple");
    nodes.await(job, JobState.SUCCEEDED);

    for (LiveServer node : List.of(nodes.first, nodes.second)) {
      JsonNode told = json(node.get("/api/v1/jobs/" + job).body());
      assertThat(told.path("state").stringValue()).isEqualTo("succeeded");
      String artifact = told.at("/images/0/artifact").stringValue();
      assertThat(node.get("/api/v1/artifacts/" + artifact + "/content").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void a_cancel_ends_the_call_of_another_node_as_one_at_that_node_would() {
    JobId far = running();
    JobId near = running();

    cancel(nodes.first, far);
    cancel(nodes.second, near);

    await().atMost(SOON).until(() -> ended(far) && ended(near));
    AttemptRow cancelledFar = nodes.attempts(far).getFirst();
    AttemptRow cancelledNear = nodes.attempts(near).getFirst();
    assertThat(cancelledFar.outcome()).isPresent().isEqualTo(cancelledNear.outcome());
    assertThat(nodes.job(far).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void a_caller_whose_job_another_node_cancels_is_told() {
    var answer =
        CompletableFuture.supplyAsync(() ->
            nodes.first.postJson(
                "/v1/images/generations", ORDER.formatted("a cloud [atelier:delay=300s]", "")));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> newest().state() == JobState.RUNNING && !answer.isDone());

    cancel(nodes.second, newest().id());

    assertThat(answer.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join().statusCode())
        .isGreaterThanOrEqualTo(400);
  }

  @Test
  void while_nobody_hears_the_other_everything_is_answered_all_the_same() {
    var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < 6; i++) {
      String prompt = i + " boats [atelier:delay=" + i + "s]";
      answers.add(
          CompletableFuture.supplyAsync(
              () -> nodes.first.postJson("/v1/images/generations", ORDER.formatted(prompt, ""))));
    }

    await()
        .pollInterval(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(40))
        .until(() -> {
          nodes.killNotices();
          return answers.stream().allMatch(CompletableFuture::isDone);
        });

    answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
  }

  @Test
  void what_one_queues_an_idle_one_begins() {
    var waits = new ArrayList<Duration>();
    for (int i = 0; i < 7; i++) {
      JobId job = nodes.submit(nodes.first, "a leaf " + i);
      nodes.await(job, JobState.SUCCEEDED);
      AttemptRow made = nodes.attempts(job).getFirst();
      waits.add(Duration.between(nodes.job(job).created(), made.begun()));
    }

    waits.sort(null);
    assertThat(waits.get(3)).isLessThan(Duration.ofSeconds(1));
  }

  private static JobId running() {
    JobId job = nodes.submit(nodes.first, "a snail [atelier:delay=300s]");
    nodes.await(job, JobState.RUNNING);
    return job;
  }

  private static boolean ended(JobId job) {
    return nodes.attempts(job).stream().noneMatch(AttemptRow::open);
  }

  private static void cancel(LiveServer node, JobId job) {
    HttpResponse<String> answer = node.postJson("/api/v1/jobs/" + job + "/cancel", "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static Job newest() {
    return nodes.newestJob();
  }

  private static void assertPicture(String base64) {
    assertThat(Pixels.size(Pixels.decode(Base64.getDecoder().decode(base64))))
        .isEqualTo("1024x640");
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
