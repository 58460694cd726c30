package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaStampTest {
  private static final List<String> FIRST = List.of("dev/atelier/database/first");
  private static final List<String> BOTH =
      List.of("dev/atelier/database/first", "dev/atelier/database/second");

  @TempDir private Path directory;

  @Test
  void tells_one_schema_from_another() {
    assertThat(SchemaStamp.of(FIRST)).isEqualTo(SchemaStamp.of(FIRST));
    assertThat(SchemaStamp.of(FIRST)).isNotEqualTo(SchemaStamp.of(BOTH));
    assertThatThrownBy(() -> SchemaStamp.of(List.of("dev/atelier/database/none")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_database_with_the_stamp_is_not_migrated_again() throws Exception {
    open(FIRST).close();
    execute("DROP TABLE flyway_schema_history"); // would make a migration fail

    open(FIRST).close();

    execute("SELECT 1 FROM note");
  }

  @Test
  void a_database_with_another_stamp_is_brought_up_to_date() throws Exception {
    open(FIRST).close();

    open(BOTH).close();

    execute("SELECT 1 FROM tag");
  }

  private SqliteDatabase open(List<String> locations) {
    return SqliteDatabase.open(directory.resolve("test.db"), locations, SqliteOptions.DEFAULT);
  }

  private void execute(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("test.db"));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
