package dev.atelier.queue.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivingFileTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final ArrivingFile.Reader WANTED = () -> {};

  private Path path;
  private ArrivingFile file;

  @BeforeEach
  void create(@TempDir Path directory) throws IOException {
    path = Files.createFile(directory.resolve("preview"));
    file = new ArrivingFile(path);
  }

  @Test
  void a_reader_gets_what_is_there_and_waits_for_the_rest() throws Exception {
    write("begin");
    try (InputStream in = file.open(LONG, WANTED)) {
      assertThat(in.readNBytes(5)).asString().isEqualTo("begin");
      CompletableFuture<String> rest = reading(in);
      write(", middle");
      write(", end");
      assertThat(rest).isNotDone();
      file.end();
      assertThat(rest.get(20, TimeUnit.SECONDS)).isEqualTo(", middle, end");
    }
  }

  @Test
  void what_is_in_the_file_before_its_writer_tells_of_it_is_not_read() throws Exception {
    Files.writeString(path, "early", StandardOpenOption.APPEND);
    try (InputStream in = file.open(Duration.ofMillis(1), WANTED)) {
      assertThat(in.readAllBytes()).isEmpty();
    }
  }

  @Test
  void every_reader_reads_from_the_beginning_even_of_a_file_that_was_deleted() throws Exception {
    write("whole");
    try (InputStream one = file.open(LONG, WANTED);
        InputStream other = file.open(LONG, WANTED)) {
      file.end();
      Files.delete(path);
      assertThat(one.readAllBytes()).asString().isEqualTo("whole");
      assertThat(other.readAllBytes()).asString().isEqualTo("whole");
      assertThatThrownBy(() -> file.open(LONG, WANTED)).isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void a_file_that_stalls_ends() throws Exception {
    write("half");
    try (InputStream in = file.open(Duration.ofMillis(20), WANTED)) {
      assertThat(in.readAllBytes()).asString().isEqualTo("half");
    }
  }

  @Test
  void a_reader_that_is_no_longer_wanted_does_not_wait() throws Exception {
    var asked = new CountDownLatch(2);
    ArrivingFile.Reader unwanted =
        () -> {
          asked.countDown();
          if (asked.getCount() == 0) {
            throw new IOException("the caller has left");
          }
        };
    try (InputStream in = file.open(Duration.ofHours(1), unwanted)) {
      assertThatIOException().isThrownBy(in::readAllBytes).withMessage("the caller has left");
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(path, text, StandardOpenOption.APPEND);
    file.grown(Files.size(path));
  }

  private static CompletableFuture<String> reading(InputStream in) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return new String(in.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }
}
