package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.server.AtelierServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The studio in a real browser, on a server of its own. The ways through it are scripts beside the
 * studio; pictures of its pages go to the directory that {@code -Dstudio.pictures} names, else into
 * the build directory.
 */
@Timeout(600)
class StudioTest {
  private static final String KEY = "a-key-for-the-studio";

  @TempDir private Path directory;
  private AtelierServer server;

  @BeforeEach
  void start() {
    server =
        TestServer.start(directory.resolve("data"), KEY, Map.of("allow-private-networks", "true"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"en, 1920", "en, 360", "zh, 1920", "zh, 360"})
  void a_picture_is_ordered_watched_and_looked_at(String language, String width) throws Exception {
    run("create.mjs", language, width);
  }

  @ParameterizedTest
  @CsvSource({"en, 1280", "zh, 360"})
  void a_part_of_a_picture_is_painted_over_changed_and_compared(String language, String width)
      throws Exception {
    run("edit.mjs", language, width);
  }

  @ParameterizedTest
  @CsvSource({"en, 1920", "zh, 360"})
  void an_administrator_sees_and_runs_the_server(String language, String width) throws Exception {
    run("admin.mjs", language, width);
  }

  @ParameterizedTest
  @CsvSource({"en, 1920", "zh, 360"})
  void an_operator_manages_tenants_accounts_prices_and_webhooks(String language, String width)
      throws Exception {
    run("operator.mjs", language, width);
  }

  @ParameterizedTest
  @CsvSource({"en, 1920, light", "en, 360, light", "zh, 360, dark"})
  void an_operator_sees_usage_over_time_and_the_server_s_settings(
      String language, String width, String theme) throws Exception {
    run("usage.mjs", language, width, theme);
  }

  @ParameterizedTest
  @CsvSource({"en, 1920", "zh, 360"})
  void an_operator_gives_money_back_and_erases_data(String language, String width)
      throws Exception {
    run("privacy.mjs", language, width);
  }

  @ParameterizedTest
  @CsvSource({"en, 1920", "zh, 360"})
  void images_are_found_marked_filed_downloaded_and_deleted(String language, String width)
      throws Exception {
    run("gallery.mjs", language, width);
  }

  @Test
  void jobs_are_watched_moved_and_ordered_again() throws Exception {
    run("jobs.mjs");
  }

  @Test
  void the_code_that_is_shown_runs_and_orders_what_the_form_says() throws Exception {
    assertThat(run("code.mjs"))
        .contains("curl: alone: runs", "Node: with a reference: runs", "Java: alone: runs");
  }

  @Test
  void everything_else_that_was_promised_holds() throws Exception {
    assertThat(run("habits.mjs")).contains("weight: holds", "dark: holds");
  }

  @Test
  void every_language_says_everything() throws Exception {
    assertThat(run("messages.mjs")).contains("in two languages");
  }

  private String run(String script, String... arguments) throws Exception {
    return StudioScript.run(server, KEY, script, arguments);
  }
}
