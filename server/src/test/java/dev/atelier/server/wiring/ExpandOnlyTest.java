package dev.atelier.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Migrations of PostgreSQL only expand the schema, so that nodes of the version before work on: new
 * tables, new indexes, new columns that an INSERT may leave out. What takes something away is named
 * {@code V…__contract_…} and comes a version later.
 */
class ExpandOnlyTest {
  /** With which a module's tables began, before any node was older. */
  private static final String FIRST = "__schema.sql";

  private static final String CONTRACT = "__contract_";
  private static final Pattern TABLE = Pattern.compile("create table (\\w+) .*");
  private static final Pattern INDEX =
      Pattern.compile("create (unique )?index (?:\\w+) on (\\w+) .*");
  private static final Pattern COLUMN = Pattern.compile("alter table (\\w+) add column (.*)");
  private static final Pattern ROWS = Pattern.compile("insert into (\\w+) .*");

  @Test
  void migrations_leave_to_the_version_before_what_it_needs() throws Exception {
    var wrong = new ArrayList<String>();
    int seen = 0;
    for (String location : MigrationLocations.ALL) {
      String folder = location.replaceFirst("/migrations$", "/postgresql");
      for (Map.Entry<String, String> script : scripts(folder)) {
        if (!script.getKey().endsWith(FIRST) && !script.getKey().contains(CONTRACT)) {
          seen++;
          contracting(script.getValue())
              .forEach(statement -> wrong.add(script.getKey() + ": " + statement));
        }
      }
    }
    assertThat(seen).isGreaterThan(5);
    assertThat(wrong).isEmpty();
  }

  @Test
  void what_an_older_node_would_stumble_over_is_found() {
    assertThat(contracting("CREATE TABLE a (b TEXT NOT NULL); CREATE UNIQUE INDEX c ON a (b);"))
        .isEmpty();
    assertThat(contracting("ALTER TABLE job ADD COLUMN b BIGINT NOT NULL DEFAULT 0;")).isEmpty();
    assertThat(contracting("INSERT INTO job (id) VALUES ('a');")).hasSize(1);
    for (String one :
        List.of(
            "DROP TABLE job",
            "DROP INDEX job_listed",
            "ALTER TABLE job DROP COLUMN route",
            "ALTER TABLE job RENAME COLUMN route TO way",
            "ALTER TABLE job ADD COLUMN b BIGINT NOT NULL",
            "ALTER TABLE job ADD CHECK (images < 3)",
            "ALTER TABLE job ALTER COLUMN images TYPE TEXT",
            "CREATE UNIQUE INDEX a ON job (route)",
            "UPDATE job SET route = ''",
            "DELETE FROM job",
            "CREATE TRIGGER a BEFORE INSERT ON job EXECUTE FUNCTION b()")) {
      assertThat(contracting(one)).as(one).hasSize(1);
    }
  }

  /** The statements that do more than expand. */
  private static List<String> contracting(String script) {
    var tables = new HashSet<String>();
    var wrong = new ArrayList<String>();
    for (String written : script.replaceAll("(?m)--.*$", "").split(";")) {
      String statement = written.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
      Matcher table = TABLE.matcher(statement);
      Matcher index = INDEX.matcher(statement);
      Matcher column = COLUMN.matcher(statement);
      Matcher rows = ROWS.matcher(statement);
      if (table.matches()) {
        tables.add(table.group(1));
      } else if (index.matches()
          ? index.group(1) != null && !tables.contains(index.group(2))
          : column.matches()
              ? column.group(2).contains("not null") && !column.group(2).contains("default")
              : rows.matches() ? !tables.contains(rows.group(1)) : !statement.isEmpty()) {
        wrong.add(statement);
      }
    }
    return wrong;
  }

  /** The files of a folder of the class path, by name. */
  private static List<Map.Entry<String, String>> scripts(String folder) throws IOException {
    URI place =
        URI.create(
            Objects.requireNonNull(ExpandOnlyTest.class.getResource("/" + folder), folder)
                .toString());
    if (!place.getScheme().equals("jar")) {
      return read(Path.of(place));
    }
    try (var jar = FileSystems.newFileSystem(place, Map.of())) {
      return read(jar.getPath("/" + folder));
    }
  }

  private static List<Map.Entry<String, String>> read(Path folder) throws IOException {
    var scripts = new ArrayList<Map.Entry<String, String>>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        scripts.add(Map.entry(String.valueOf(file.getFileName()), Files.readString(file)));
      }
    }
    return scripts;
  }
}
