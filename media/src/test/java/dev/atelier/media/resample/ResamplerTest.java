package dev.atelier.media.resample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
  private static byte[][] run(byte[][] rows, int toWidth, int toHeight) {
    var out = new byte[toHeight][];
    Resampler.run(
        rows[0].length / 4,
        rows.length,
        (y, row) -> System.arraycopy(rows[y], 0, row, 0, row.length),
        toWidth,
        toHeight,
        (y, row) -> out[y] = row.clone());
    return out;
  }

  private static byte[][] rows(int width, int height) {
    return new byte[height][width * 4];
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 3", "20, 20", "41, 19", "300, 2"})
  void one_colour_stays_one_colour(int toWidth, int toHeight) {
    var rows = rows(20, 20);
    for (var row : rows) {
      Arrays.fill(row, (byte) 200);
    }
    for (var row : run(rows, toWidth, toHeight)) {
      assertThat(row).containsOnly(200);
    }
  }

  @Test
  void the_same_size_changes_nothing() {
    var rows = rows(9, 5);
    for (int y = 0; y < 5; y++) {
      for (int i = 0; i < 36; i++) {
        rows[y][i] = (byte) (i % 4 == 3 ? 255 : 31 * y + 7 * i);
      }
    }
    assertThat(run(rows, 9, 5)).isDeepEqualTo(rows);
  }

  @Test
  void shrinking_averages_what_it_leaves_out() {
    var rows = rows(64, 64);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        byte level = (byte) ((x + y) % 2 == 0 ? 255 : 0);
        Arrays.fill(rows[y], 4 * x, 4 * x + 3, level);
        rows[y][4 * x + 3] = (byte) 255;
      }
    }
    for (var row : run(rows, 8, 8)) {
      for (int x = 0; x < 8; x++) {
        assertThat(row[4 * x] & 0xff).isBetween(126, 130);
      }
    }
  }

  @Test
  void overshoot_at_edges_stays_within_the_alpha() {
    var rows = rows(8, 1);
    for (int x = 4; x < 8; x++) {
      Arrays.fill(rows[0], 4 * x, 4 * x + 4, (byte) 255);
    }
    var row = run(rows, 32, 1)[0];
    for (int at = 0; at < row.length; at += 4) {
      assertThat(row[at] & 0xff).isLessThanOrEqualTo(row[at + 3] & 0xff);
    }
    assertThat(row[0]).isZero();
    assertThat(row[127] & 0xff).isEqualTo(255);
  }
}
