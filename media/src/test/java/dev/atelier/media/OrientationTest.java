package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A stored orientation counts wherever a format has room for one. */
class OrientationTest {
  @TempDir Path directory;

  /** Where an orientation is written. */
  enum Place {
    JPEG_SEGMENT(OutputFormat.JPEG, false),
    PNG_BEFORE_THE_PICTURE(OutputFormat.PNG, true),
    PNG_BEHIND_THE_PICTURE(OutputFormat.PNG, false),
    PNG_WITH_THE_NAME_OF_A_SEGMENT(OutputFormat.PNG, false),
    WEBP(OutputFormat.WEBP, false),
    WEBP_WITH_ALPHA(OutputFormat.WEBP, true);

    private final OutputFormat format;
    private final boolean alpha;

    Place(OutputFormat format, boolean alpha) {
      this.format = format;
      this.alpha = alpha;
    }

    byte[] plain() {
      return Corpus.file(format, alpha);
    }

    byte[] written(int orientation, ByteOrder order) {
      byte[] exif = Corpus.exif(orientation, order);
      return switch (this) {
        case JPEG_SEGMENT -> Corpus.withOrientation(plain(), orientation, order);
        case PNG_BEFORE_THE_PICTURE ->
            Corpus.insert(plain(), Corpus.AFTER_IHDR, Corpus.chunk("eXIf", exif));
        case PNG_BEHIND_THE_PICTURE ->
            Corpus.insert(plain(), plain().length - 12, Corpus.chunk("eXIf", exif));
        case PNG_WITH_THE_NAME_OF_A_SEGMENT ->
            Corpus.insert(
                plain(),
                Corpus.AFTER_IHDR,
                Corpus.chunk("eXIf", Corpus.insert(exif, 0, Corpus.text("Exif\0\0"))));
        case WEBP, WEBP_WITH_ALPHA -> Corpus.webpWithExif(plain(), exif);
      };
    }
  }

  static Stream<Arguments> everywhere() {
    return Arrays.stream(Place.values())
        .flatMap(place ->
            IntStream.rangeClosed(1, 8).mapToObj(orientation -> Arguments.of(place, orientation)));
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void a_picture_is_shown_upright(Place place, int orientation) throws Exception {
    var order = orientation % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] turned = place.written(orientation, order);

    var info = Corpus.check(turned);
    assertThat(info.orientation()).isEqualTo(orientation);
    assertThat(info.stored()).isEqualTo(new ImageSize(48, 32));
    assertThat(info.size()).hasToString(orientation < 5 ? "48x32" : "32x48");
    assertThat(Probe.whole(Corpus.store(directory, turned), InputLimits.DEFAULT)).isEqualTo(info);
    try (var stored = Corpus.decode(directory, place.plain());
        var shown = Corpus.decode(directory, turned)) {
      assertThat(shown.size()).isEqualTo(info.size());
      assertThat(corner(shown, orientation)).isEqualTo(stored.argb(0, 0));
    }
  }

  /** Where the first stored pixel is shown. */
  private static int corner(Raster shown, int orientation) {
    int right = shown.width() - 1;
    int bottom = shown.height() - 1;
    return switch (orientation) {
      case 2, 6 -> shown.argb(right, 0);
      case 3, 7 -> shown.argb(right, bottom);
      case 4, 8 -> shown.argb(0, bottom);
      default -> shown.argb(0, 0);
    };
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void a_senseless_one_is_none(Place place) throws Exception {
    for (int orientation : new int[] {0, 9, 65_535}) {
      assertThat(Corpus.check(place.written(orientation, ByteOrder.BIG_ENDIAN)).orientation())
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Place.class,
      names = {"PNG_BEFORE_THE_PICTURE", "WEBP"})
  void broken_metadata_says_nothing(Place place) throws Exception {
    for (byte[] broken : new byte[][] {{}, {'M'}, Corpus.noise(7, 1), Corpus.noise(6000, 2)}) {
      byte[] file =
          place == Place.WEBP
              ? Corpus.webpWithExif(place.plain(), broken)
              : Corpus.insert(place.plain(), Corpus.AFTER_IHDR, Corpus.chunk("eXIf", broken));
      assertThat(Corpus.check(file).orientation()).isEqualTo(1);
    }
  }
}
