package dev.atelier.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.wire.SseReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is large or takes long, over either HTTP: files out and in, and events as they come. */
@ParameterizedClass
@EnumSource
class UpstreamStreamsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final UpstreamTimeouts PATIENT = new UpstreamTimeouts(LONG, LONG, LONG, LONG);

  private final HttpVersion version;
  private final UpstreamClient client = new UpstreamClient();

  UpstreamStreamsTest(HttpVersion version) {
    this.version = version;
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void a_form_leaves_from_disk_and_an_answer_comes_to_disk(@TempDir Path directory)
      throws IOException {
    byte[] image = numbered(8 << 20);
    Path file = Files.write(directory.resolve("in.png"), image);
    Path back = directory.resolve("back");
    UpstreamBody form =
        new MultipartBody("b")
            .file("image", "a.png", "image/png", image.length, () -> Files.newInputStream(file));
    try (var server =
        TestUpstream.start(version, (got, reply) -> reply.bytes(200, "image/png", got.body()))) {
      client.call(
          UpstreamRequest.post(server.uri(), form).over(version),
          PATIENT,
          response -> {
            try (OutputStream out = Files.newOutputStream(back)) {
              return response.body().transferTo(out);
            }
          });
    }
    byte[] came = Files.readAllBytes(back);
    int head = new String(came, 0, 200, UTF_8).indexOf("\r\n\r\n") + 4;
    assertThat(came).hasSize((int) form.length());
    assertThat(Arrays.equals(came, head, head + image.length, image, 0, image.length)).isTrue();
  }

  @Test
  void each_event_is_read_before_the_next_is_sent() throws IOException {
    var read = new Semaphore(0);
    var events = new ArrayList<String>();
    try (var server =
        TestUpstream.start(
            version,
            (_, reply) -> {
              reply.open(200, "text/event-stream");
              for (String event : List.of("one", "two", "three")) {
                reply.block("event: " + event + "\ndata: {}\n\n");
                acquire(read);
              }
              reply.end();
            })) {
      client.call(
          UpstreamRequest.get(server.uri()).over(version),
          PATIENT,
          response -> {
            var reader = new SseReader(response.body());
            while (reader.next()) {
              events.add(reader.name());
              read.release();
            }
            return true;
          });
    }
    assertThat(events).containsExactly("one", "two", "three");
  }

  /** No block of it is like another. */
  private static byte[] numbered(int bytes) {
    byte[] much = new byte[bytes];
    for (int i = 0; i < bytes; i += 4) {
      ByteBuffer.wrap(much, i, 4).putInt(i);
    }
    return much;
  }

  private static void acquire(Semaphore read) throws IOException {
    try {
      if (!read.tryAcquire(LONG.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("the event was not read");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
