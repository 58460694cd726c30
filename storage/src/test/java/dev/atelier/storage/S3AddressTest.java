package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.CommitHooks;
import dev.atelier.database.DirectDatabase;
import dev.atelier.storage.s3.S3Contents;
import dev.atelier.storage.s3.S3Location;
import dev.atelier.storage.s3.S3Server;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses under which clients read contents in the bucket themselves. */
class S3AddressTest {
  private final Instant now = Instant.now();
  private static final Pattern EXPIRES = Pattern.compile("X-Amz-Expires=(\\d+)");

  @TempDir private Path directory;
  private final S3Location location = S3Server.location();
  private DirectDatabase database;
  private S3Contents contents;
  private StoredBlob stored;

  @BeforeEach
  void open() throws Exception {
    InstantSource clock = InstantSource.fixed(now);
    database = DirectDatabase.open(World.MIGRATIONS, CommitHooks.NONE, clock);
    contents =
        S3Contents.open(
            S3Server.running().redirecting(location),
            database,
            clock,
            Duration.ofHours(1),
            () -> directory.resolve("scratch"));
    byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
    stored = contents.keep(ContentStoreContract.hash(bytes), bytes, bytes.length);
  }

  @AfterEach
  void close() {
    contents.close();
    database.close();
  }

  @Test
  void it_answers_the_bytes_as_the_link_promised() throws Exception {
    var terms =
        new LinkTerms("image/webp", "attachment; filename=\"a.webp\"", now.plusSeconds(100));

    URI address = contents.address(stored.hash(), terms).orElseThrow();
    HttpResponse<String> answer;
    try (var client = HttpClient.newHttpClient()) {
      answer =
          client.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("hello");
    assertThat(answer.headers().firstValue("Content-Type")).contains("image/webp");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"a.webp\"");
  }

  @Test
  void it_never_outlives_the_link() {
    assertThat(seconds(Duration.ofMillis(99_900))).isEqualTo(99);
    assertThat(seconds(Duration.ofDays(30))).as("the longest").isEqualTo(7 * 86_400);
    assertThat(contents.address(stored.hash(), terms(Duration.ofMillis(900)))).isEmpty();
    assertThat(contents.address(stored.hash(), terms(Duration.ofSeconds(-5)))).isEmpty();
  }

  private long seconds(Duration left) {
    Matcher written =
        EXPIRES.matcher(contents.address(stored.hash(), terms(left)).orElseThrow().toString());
    assertThat(written.find()).isTrue();
    return Long.parseLong(written.group(1));
  }

  private LinkTerms terms(Duration left) {
    return new LinkTerms("image/png", "inline", now.plus(left));
  }
}
