package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Only what there is to add is written, by few statements. */
class SumTextsTest {
  private static final Sums SUMS =
      new Sums(
          "total", List.of("id"), IntStream.range(0, 64).mapToObj(number -> "n" + number).toList());

  private final SumTexts texts = new SumTexts();

  @Test
  void what_is_nothing_is_left_out() {
    long[] amounts = new long[64];
    amounts[0] = 1;
    amounts[63] = -2;

    assertThat(text(amounts))
        .isEqualTo(
            "INSERT INTO total (id, n0, n63) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                + " n0 = total.n0 + excluded.n0, n63 = total.n63 + excluded.n63");
  }

  @Test
  void a_row_of_nothing_is_made_all_the_same() {
    assertThat(text(new long[64])).contains("n0, n1,").contains("n63");
  }

  @Test
  void statements_are_few_however_amounts_differ() {
    var random = new Random(7);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      long[] amounts = new long[64];
      amounts[random.nextInt(64)] = 1;
      amounts[random.nextInt(64)] = 1;
      seen.add(text(amounts));
    }
    assertThat(seen).hasSizeBetween(10, 26);
  }

  private String text(long... amounts) {
    return texts.of(SUMS, texts.chosen(SUMS, amounts));
  }
}
