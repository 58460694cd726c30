package dev.atelier.http.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseTest {
  record Event(String name, String data) {}

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void reads_events_with_every_line_end_wherever_they_are_split(String lineEnd) throws IOException {
    byte[] stream =
        """
        : hello

        event: image_generation.partial_image
        data: {"a":1}

        id: 7
        data:no blank
        data:  two blanks
        data
        retry: 5

        event: without data

        data: [DONE]

        """
            .replace("\n", lineEnd)
            .getBytes(UTF_8);
    for (int cut = -1; cut < stream.length; cut++) {
      assertThat(events(new SplitStream(stream, cut)))
          .as("cut at %d", cut)
          .containsExactly(
              new Event("image_generation.partial_image", "{\"a\":1}"),
              new Event("", "no blank\n two blanks\n"),
              new Event("", "[DONE]"));
    }
  }

  @ParameterizedTest
  @CsvSource({"'data: x',x", "'data: x\n',x", "'\ufeffdata: x\n\n',x", "'data: x\nevent: e\n\n',x"})
  void reads_an_event_at_the_end_of_the_stream(String stream, String data) throws IOException {
    assertThat(events(bytes(stream))).extracting(Event::data).containsExactly(data);
  }

  @Test
  void what_is_left_of_an_event_is_skipped() throws IOException {
    SseReader reader = new SseReader(bytes("data: aaa\ndata: b\n\ndata: c\n\n"));
    assertThat(reader.next()).isTrue();
    assertThat(reader.data().read()).isEqualTo('a');
    assertThat(reader.next()).isTrue();
    assertThat(new String(reader.data().readAllBytes(), UTF_8)).isEqualTo("c");
    assertThat(reader.next()).isFalse();
  }

  @Test
  void an_image_of_any_size_is_parsed_while_it_arrives() throws IOException {
    String image = "A".repeat(3_000_000);
    SseReader reader =
        new SseReader(bytes("event: done\ndata: {\"b64_json\":\"" + image + "\",\"n\":1}\n\n"));
    ByteArrayOutputStream spooled = new ByteArrayOutputStream();

    assertThat(reader.next()).isTrue();
    var tree =
        JsonReader.parse(
            reader.data(), new JsonLimits(8, 8 << 10), _ -> java.util.Optional.of(spooled));

    assertThat(tree.get("n").asInt()).isEqualTo(1);
    assertThat(spooled.size()).isEqualTo(image.length());
  }

  @Test
  void refuses_an_endless_event_name() {
    SseReader reader = new SseReader(bytes("event: " + "x".repeat(2000) + "\n\n"));
    assertThatThrownBy(reader::next).isInstanceOf(MalformedSseException.class);
  }

  @Test
  void nothing_but_its_own_exception_escapes() {
    String[] pieces = {"data", "event", ":", " ", "\n", "\r", "\r\n", "\n\n", "id", "x", "\ufeff"};
    for (long seed = 0; seed < 2000; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(1, 40); i > 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] stream = text.toString().getBytes(UTF_8);
      List<Event> whole = outcome(new ByteArrayInputStream(stream));
      assertThat(outcome(new SplitStream(stream, random.nextInt(stream.length))))
          .as("seed %d", seed)
          .isEqualTo(whole);
      assertThat(outcome(new SplitStream(stream, -1))).as("seed %d", seed).isEqualTo(whole);
    }
  }

  @Test
  void an_event_with_an_id_says_where_to_go_on() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SseWriter writer = new SseWriter(out);

    writer.retry(java.time.Duration.ofSeconds(2));
    writer.event("done", "image-2", to -> to.write('7'));

    assertThat(out.toString(UTF_8))
        .isEqualTo("retry: 2000\n\nevent: done\nid: image-2\ndata: 7\n\n");
    assertThatThrownBy(() -> writer.event("done", "a\nb", to -> to.write('7')))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_the_writer_writes_the_reader_reads() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SseWriter writer = new SseWriter(out);
    writer.event("a", "{\"x\":1}");
    writer.comment("keepalive");
    writer.data("[DONE]");

    assertThat(out.toString(UTF_8))
        .isEqualTo("event: a\ndata: {\"x\":1}\n\n: keepalive\n\ndata: [DONE]\n\n");
    assertThat(events(new ByteArrayInputStream(out.toByteArray())))
        .containsExactly(new Event("a", "{\"x\":1}"), new Event("", "[DONE]"));
  }

  @Test
  void an_event_of_several_lines_cannot_be_written() {
    SseWriter writer = new SseWriter(new ByteArrayOutputStream());
    assertThatThrownBy(() -> writer.event("a\ndata: forged", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.data("x\r\ny")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_heartbeat_never_lands_inside_an_event() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SseWriter writer = new SseWriter(out);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      boolean beats = t == 0;
      threads.add(
          Thread.startVirtualThread(() -> {
            for (int i = 0; i < 500; i++) {
              write(writer, beats);
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(events(new ByteArrayInputStream(out.toByteArray())))
        .hasSize(1500)
        .allMatch(event -> event.equals(new Event("e", "abc")));
  }

  private static void write(SseWriter writer, boolean beat) {
    try {
      if (beat) {
        writer.comment("beat");
      } else {
        writer.event(
            "e",
            out -> {
              for (byte b : "abc".getBytes(UTF_8)) {
                out.write(b);
              }
            });
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Event> outcome(InputStream in) {
    try {
      return events(in);
    } catch (MalformedSseException e) {
      return List.of(new Event("malformed", ""));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Event> events(InputStream in) throws IOException {
    SseReader reader = new SseReader(in);
    List<Event> events = new ArrayList<>();
    while (reader.next()) {
      String data = new String(reader.data().readAllBytes(), UTF_8);
      events.add(new Event(reader.name(), data));
    }
    return events;
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
