package dev.atelier.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.DataDirectory;
import dev.atelier.database.SchemaState;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.server.PrintedCommand;
import dev.atelier.server.wiring.MigrationLocations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code atelier migrate} on data directories of other versions. */
class MigrateTest {
  private static final int REFUSED = 3;

  @TempDir private Path data;

  @Test
  void a_dry_run_lists_what_is_pending_and_changes_nothing() throws Exception {
    older();
    byte[] before = Files.readAllBytes(file());

    JsonNode told = migrate("--dry-run").json();

    assertThat(told.path("version").asString()).isEqualTo("119");
    assertThat(texts(told.path("pending"))).first().isEqualTo("200 tenants and keys");
    assertThat(texts(told.path("pending"))).contains("300 jobs").doesNotContain("100 artifacts");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void a_migration_applies_all_of_it_once() throws Exception {
    older();
    List<String> pending = texts(migrate("--dry-run").json().path("pending"));

    assertThat(texts(migrate().json().path("applied"))).isEqualTo(pending);

    assertThat(SchemaState.of(file(), MigrationLocations.ALL).current()).isTrue();
    assertThat(texts(migrate().json().path("applied"))).isEmpty();
  }

  @Test
  void a_directory_in_use_or_without_a_database_is_refused() throws Exception {
    assertThat(migrate().code()).isEqualTo(REFUSED);
    assertThat(migrate("--dry-run").code()).isEqualTo(REFUSED);
    assertThat(file()).doesNotExist();

    older();
    try (DataDirectory _ = DataDirectory.lock(data)) {
      assertThat(migrate().code()).isEqualTo(REFUSED);
    }
    assertThat(SchemaState.of(file(), MigrationLocations.ALL).current()).isFalse();
  }

  @Test
  void a_newer_versions_database_is_refused() throws Exception {
    older();
    migrate();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
            checksum, installed_by, execution_time, success)
          VALUES (999, '999', 'of a later day', 'SQL', 'V999__of_a_later_day.sql', 1, '', 1, 1)
          """);
    }

    assertThat(migrate().code()).isEqualTo(REFUSED);
    assertThat(migrate("--dry-run").code()).isEqualTo(REFUSED);
    assertThat(SchemaState.of(file(), MigrationLocations.ALL).unknown())
        .containsExactly("999 of a later day");
  }

  /** A database with no more than its first migrations. */
  private void older() {
    SqliteDatabase.open(file(), List.of("dev/atelier/storage/migrations"), SqliteOptions.DEFAULT)
        .close();
  }

  private PrintedCommand migrate(String... more) {
    var words = new ArrayList<>(List.of("migrate", "--json", "--data", data.toString()));
    words.addAll(List.of(more));
    return PrintedCommand.run(words);
  }

  private Path file() {
    return data.resolve("atelier.db");
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(one -> texts.add(one.asString()));
    return texts;
  }
}
