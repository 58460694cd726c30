package dev.atelier.server.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Many callers at once: nobody gets an error, and memory stays bounded. */
@Isolated("its figures are of a machine that does nothing else")
class LoadTest {
  private static final String PATH = "/v1/images/generations";
  private static final int RESIDENT_MEBIBYTES_MAX = 400;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void two_thousand_callers_wait_together_in_little_memory() throws Exception {
    try (var server = start("-Xmx256m")) {
      RawHttp http = server.http();
      assertThat(http.post(PATH, order("first delay=0", "64x64", 0), Map.of()).status())
          .isEqualTo(200);

      Burst burst =
          Burst.of(
              2_000, i -> () -> http.post(PATH, order(i + " delay=2000", "64x64", 0), Map.of()));

      print("2,000 at once, 2 s each", burst, server);
      assertThat(burst.failures()).isEmpty();
      assertThat(burst.answers()).hasSize(2_000).allMatch(answer -> answer.status() == 200);
      assertThat(server.residentMaxMebibytes()).isLessThanOrEqualTo(RESIDENT_MEBIBYTES_MAX);
    }
  }

  @Test
  void two_hundred_streams_with_previews_complete() throws Exception {
    try (var server = start("-Xmx256m")) {
      RawHttp http = server.http();

      Burst burst =
          Burst.of(200, i -> () -> http.post(PATH, order(i + " delay=600", "64x64", 2), Map.of()));

      print("200 streams, 0.6 s each", burst, server);
      assertThat(burst.failures()).isEmpty();
      assertThat(burst.answers())
          .hasSize(200)
          .allSatisfy(answer ->
              assertThat(answer.text())
                  .containsOnlyOnce("event: image_generation.completed")
                  .contains("event: image_generation.partial_image")
                  .doesNotContain("event: error"));
    }
  }

  @Test
  void pictures_pass_through_without_filling_the_heap() throws Exception {
    try (var server = start("-Xmx80m")) {
      RawHttp http = server.http();

      Burst burst =
          Burst.of(
              64,
              i ->
                  () ->
                      http.post(
                          PATH,
                          order(i + " delay=200", "832x832", 0),
                          OutputStream.nullOutputStream()));

      print("64 pictures of 2 MB at once in 80 MB of heap", burst, server);
      assertThat(burst.failures()).isEmpty();
      assertThat(burst.answers())
          .hasSize(64)
          .allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(Long.parseLong(answer.header("content-length").orElse("0")))
                .isGreaterThan(2_700_000);
          });
    }
  }

  @Test
  void the_sandbox_serves_five_hundred_callers_or_tells_them_when_to_come_back() throws Exception {
    try (var server = sandbox()) {
      RawHttp http = server.http();

      Burst burst =
          Burst.of(500, i -> () -> http.post(PATH, order("fox " + i, "64x64", 0), Map.of()));

      print("500 sandbox pictures at once", burst, server);
      assertThat(burst.failures()).isEmpty();
      assertThat(burst.answers())
          .hasSize(500)
          .allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.toString()).isIn(200, 429);
            assertThat(answer.status() == 200 || answer.header("retry-after").isPresent()).isTrue();
          })
          .anyMatch(answer -> answer.status() == 200);
    }
  }

  private ServerProcess start(String heap) throws Exception {
    return ServerProcess.start(directory, ProviderKind.PAID, List.of(heap), Map.of());
  }

  private ServerProcess sandbox() throws Exception {
    return ServerProcess.serve(directory, List.of("-Xmx256m"), Map.of());
  }

  private static String order(String prompt, String size, int previews) {
    return """
    {"model":"tiny-1","prompt":"%s","size":"%s","quality":"low","stream":%s,"partial_images":%d}\
    """
        .formatted(prompt, size, previews > 0, previews);
  }

  private static void print(String what, Burst burst, ServerProcess server) throws Exception {
    System.out.printf(
        "%s: %s; resident %d MiB, %d ms of processor time%n",
        what, burst, server.residentMaxMebibytes(), server.processorTime().toMillis());
  }
}
