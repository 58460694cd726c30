package dev.atelier.api.runware;

import static dev.atelier.api.runware.Tasks.inference;
import static dev.atelier.provider.FakeProvider.Answer.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.http.server.HttpService;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Clients whose connection broke, and that go on at another process. */
@Timeout(60)
class SessionElsewhereTest {
  @TempDir private Path directory;
  private final Held held = new Held();
  private ApiServer one;
  private HttpService other;
  private SocketClient client;
  private String session;

  @BeforeEach
  void open() throws Exception {
    one =
        ApiServer.start(
            directory,
            setup ->
                setup.with(
                    new FakeProvider("paid", new Capabilities(1, false, false, false))
                        .answers(SUCCESS, held, SUCCESS)));
    other = one.otherRunware();
    other.start();
    client = SocketClient.open(one);
    session = client.authenticate(one.key());
  }

  @AfterEach
  void close() {
    client.close();
    other.close();
    one.close();
  }

  @Test
  void what_ended_meanwhile_is_sent_and_nothing_else() throws Exception {
    Set<String> got = twoOfThree();
    client.cut();
    held.release();
    await().until(() -> one.jobs() == 1 && one.provider.calls().size() == 3);

    try (var again = SocketClient.open(one, other)) {
      assertThat(resumed(again)).isEqualTo(session);
      got.add(imageId(again.next()));
      assertThat(got).hasSize(3);
      assertThat(again.silent()).isTrue();
    }
  }

  @Test
  void what_still_runs_is_sent_when_it_ends() throws Exception {
    Set<String> got = twoOfThree();
    client.cut();
    awaitLeft();

    try (var again = SocketClient.open(one, other)) {
      assertThat(again.resume(one.key(), session)).isEqualTo(session);
      assertThat(again.silent()).isTrue();
      held.release();
      got.add(imageId(again.next()));
      assertThat(got).hasSize(3);
      assertThat(again.send(inference("")).next().has("data")).isTrue();
    }
  }

  @Test
  void of_a_process_that_does_not_say_what_was_received_a_part_is_known() throws Exception {
    Set<String> got = twoOfThree();
    Thread.sleep(Duration.ofMillis(1500)); // it writes a part after a second, and then no more
    held.release();

    try (var again = SocketClient.open(one, other)) {
      assertThat(again.resume(one.key(), session)).isEqualTo(session);
      got.add(imageId(again.next()));
      assertThat(got).hasSize(3);
      assertThat(again.silent()).isTrue();
    }
  }

  @Test
  void with_another_key_or_after_two_minutes_there_is_a_new_session() throws Exception {
    Set<String> _ = twoOfThree();
    client.cut();
    awaitLeft();
    held.release();

    try (var stranger = SocketClient.open(one, other)) {
      String key = one.key(TenantId.DEFAULT, Scope.all());
      assertThat(stranger.resume(key, session)).isNotEqualTo(session);
      assertThat(stranger.silent()).isTrue();
    }
    one.clock.advance(Duration.ofSeconds(121));
    try (var late = SocketClient.open(one, other)) {
      assertThat(late.resume(one.key(), session)).isNotEqualTo(session);
      assertThat(late.silent()).isTrue();
    }
  }

  /** The first two of a task's three images, whose third is held back. */
  private Set<String> twoOfThree() throws Exception {
    client.send(inference("\"numberResults\":3"));
    Set<String> got = new HashSet<>(List.of(imageId(client.next()), imageId(client.next())));
    for (int i = 0; i < 3; i++) { // behind which the client has confirmed both
      assertThat(client.send(Tasks.ping()).next().at("/data/0/pong").asBoolean()).isTrue();
    }
    return got;
  }

  /** Until the process that it left has written what it has got. */
  private void awaitLeft() {
    await().until(() -> one.sessionsLeft() == 1);
  }

  private String resumed(SocketClient again) throws Exception {
    awaitLeft();
    return again.resume(one.key(), session);
  }

  private static String imageId(JsonNode answer) {
    assertThat(answer.has("errors")).as(answer.toString()).isFalse();
    return answer.at("/data/0/imageUUID").stringValue();
  }
}
