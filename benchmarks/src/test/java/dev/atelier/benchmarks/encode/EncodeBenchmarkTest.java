package dev.atelier.benchmarks.encode;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncodeBenchmarkTest {
  @ParameterizedTest
  @EnumSource
  void every_kind_of_picture_can_be_encoded(EncodeBenchmark.Kind kind) {
    var benchmark = new EncodeBenchmark();
    benchmark.kind = kind;
    benchmark.draw();

    assertThatCode(benchmark::encode).doesNotThrowAnyException();

    benchmark.close();
  }
}
