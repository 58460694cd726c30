package dev.atelier.moderation.classifier;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.image.ImageSize;
import dev.atelier.media.Raster;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The converted model against what TensorFlow.js makes of the original. */
class OnnxClassifierTest {
  /** What a picture's soft colours may differ by that was resized in another way. */
  private static final float RESIZED = 0.005f;

  private static @Nullable OnnxClassifier classifier;

  @BeforeAll
  static void load() throws ClassifierException {
    classifier = OnnxClassifier.load();
  }

  @AfterAll
  static void close() {
    loaded().close();
  }

  static Stream<Reference> references() throws IOException {
    try (var in = OnnxClassifierTest.class.getResourceAsStream("reference.tsv")) {
      if (in == null) {
        throw new IllegalStateException("no reference.tsv");
      }
      return new String(in.readAllBytes(), UTF_8).lines().map(Reference::of).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void scores_are_those_of_the_original(Reference reference) throws ClassifierException {
    try (var raster = reference.picture().draw(reference.edge())) {
      Scores scores = loaded().scores(ReadPixels.of(raster));

      var near = within(reference.edge() == Classifier.EDGE ? 1e-4f : RESIZED);
      assertThat(scores.drawing()).isCloseTo(reference.scores().drawing(), near);
      assertThat(scores.hentai()).isCloseTo(reference.scores().hentai(), near);
      assertThat(scores.neutral()).isCloseTo(reference.scores().neutral(), near);
      assertThat(scores.porn()).isCloseTo(reference.scores().porn(), near);
      assertThat(scores.sexy()).isCloseTo(reference.scores().sexy(), near);
    }
  }

  @Test
  void what_shows_through_shows_white() {
    try (var clear = Raster.blank(new ImageSize(40, 30), true);
        var white = Raster.blank(new ImageSize(40, 30), false)) {
      assertThat(ReadPixels.of(clear)).isEqualTo(ReadPixels.of(white));
    }
  }

  @Test
  void after_it_is_closed_it_gives_no_scores_and_does_no_harm() throws ClassifierException {
    var other = OnnxClassifier.load();
    other.close();
    other.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> other.scores(new float[3 * Classifier.EDGE * Classifier.EDGE]));
  }

  /** As native code sees the environment, of which Java has a copy. */
  @Test
  void the_library_is_told_not_to_report_to_its_maker() throws Throwable {
    var linker = Linker.nativeLinker();
    var getenv =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("getenv"), FunctionDescriptor.of(ADDRESS, ADDRESS));
    try (var arena = Arena.ofConfined()) {
      var value = (MemorySegment) getenv.invokeExact(arena.allocateFrom("ORT_DISABLE_TELEMETRY"));

      assertThat(value.reinterpret(2).getString(0)).isEqualTo("1");
    }
  }

  @Test
  void a_probe_says_that_it_works() {
    assertThat(ClassifierPolicy.probe()).startsWith("nsfw-mobilenet-v2-mid loads, ");
  }

  private static OnnxClassifier loaded() {
    OnnxClassifier made = classifier;
    if (made == null) {
      throw new IllegalStateException("not loaded");
    }
    return made;
  }

  record Reference(SyntheticPicture picture, int edge, Scores scores) {
    static Reference of(String line) {
      String[] parts = line.split("\t", -1);
      return new Reference(
          SyntheticPicture.valueOf(parts[0].toUpperCase(Locale.ROOT)),
          Integer.parseInt(parts[1]),
          new Scores(
              Float.parseFloat(parts[2]),
              Float.parseFloat(parts[3]),
              Float.parseFloat(parts[4]),
              Float.parseFloat(parts[5]),
              Float.parseFloat(parts[6])));
    }
  }
}
