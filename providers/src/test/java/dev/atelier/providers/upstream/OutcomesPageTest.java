package dev.atelier.providers.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/outcomes.md} shows the table as it is. With {@code -Ddocs.write=true} the page's rows
 * are written anew.
 */
class OutcomesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "outcomes.md");
  private static final String HEAD =
      "| vendor | phase | status or failure | codes | message has | outcome |\n|---|---|---|---|---|---|\n";

  @Test
  void the_page_has_every_row_in_its_order() throws IOException {
    String page = Files.readString(PAGE, UTF_8);
    int table = page.indexOf(HEAD);
    assertThat(table).as("the table's head in " + PAGE).isPositive();
    String rows =
        OutcomeTable.rows().stream().map(OutcomesPageTest::line).collect(Collectors.joining());

    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page.substring(0, table) + HEAD + rows, UTF_8);
      return;
    }

    assertThat(page.substring(table + HEAD.length()))
        .as("run this test with -Ddocs.write=true to write them anew")
        .isEqualTo(rows);
  }

  private static String line(OutcomeRow row) {
    return "| %s | %s | %s | %s | %s | %s |%n"
        .formatted(
            any(row.vendor()),
            any(row.phase()),
            any(row.what()),
            row.codes().stream().map(OutcomesPageTest::any).collect(Collectors.joining(", ")),
            any(row.message()),
            row.outcome())
        .replace(System.lineSeparator(), "\n");
  }

  private static String any(String cell) {
    return cell.equals("*") ? "" : cell;
  }
}
