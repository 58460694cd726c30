package dev.atelier.benchmarks.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SoakVerdictTest {
  private static final long MEBIBYTE = 1L << 20;

  @Test
  void a_server_that_stays_as_it_was_has_no_problems() {
    assertThat(verdict(i -> 200 * MEBIBYTE, i -> 100, i -> i * MEBIBYTE)).isEmpty();
  }

  @Test
  void what_grows_during_warm_up_does_not_count() {
    assertThat(
            verdict(
                i -> Math.min(i, 9) * 50 * MEBIBYTE,
                i -> 10 * Math.min(i, 9),
                i -> Math.min(i, 9) * 9 * MEBIBYTE))
        .isEmpty();
  }

  @Test
  void what_keeps_growing_is_told() {
    assertThat(verdict(i -> i * 20 * MEBIBYTE, i -> 10 * i, i -> MEBIBYTE))
        .containsExactly(
            "resident bytes rose from 314572800 to 524288000", "descriptors rose from 150 to 250");
  }

  @Test
  void files_may_grow_with_the_work_but_no_faster() {
    assertThat(verdict(i -> MEBIBYTE, i -> 100, i -> i * i * i * MEBIBYTE))
        .singleElement()
        .asString()
        .startsWith("the files grew by");
  }

  @Test
  void too_few_samples_are_no_verdict() {
    assertThatThrownBy(() -> new SoakVerdict(List.of())).hasMessage("only 0 samples were taken");
  }

  /** Of 30 samples, 100 requests apart. */
  private static List<String> verdict(
      LongUnaryOperator resident, LongUnaryOperator descriptors, LongUnaryOperator kept) {
    return new SoakVerdict(
            LongStream.range(0, 30)
                .mapToObj(i ->
                    new Sample(
                        i * 100,
                        resident.applyAsLong(i),
                        MEBIBYTE,
                        descriptors.applyAsLong(i),
                        50,
                        MEBIBYTE,
                        kept.applyAsLong(i)))
                .toList())
        .problems();
  }
}
