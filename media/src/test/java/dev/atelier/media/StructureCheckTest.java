package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.ContentHash;
import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StructureCheckTest {
  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void a_whole_file_passes_in_blocks_of_any_length(OutputFormat format) throws Exception {
    for (var alpha : new boolean[] {false, true}) {
      var bytes = Corpus.file(format, alpha);
      for (int step : new int[] {1, 2, 3, 7, 100, bytes.length}) {
        var check = new StructureCheck(InputLimits.DEFAULT);
        for (int at = 0; at < bytes.length; at += step) {
          check.write(bytes, at, Math.min(step, bytes.length - at));
        }
        assertThat(check.finish())
            .isEqualTo(
                ImageInfo.of(format, new ImageSize(48, 32), alpha && format.carriesAlpha(), 1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void a_file_cut_anywhere_is_truncated(OutputFormat format) {
    var bytes = Corpus.file(format, true);
    for (int length = 1; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Corpus.check(cut))
          .as("%s cut to %d of %d bytes", format, length, bytes.length)
          .isInstanceOf(UnusableMediaException.class)
          .hasMessage("is truncated");
    }
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void nothing_may_follow_a_result(OutputFormat format) {
    var bytes = Corpus.file(format, false);
    assertThatThrownBy(() -> Corpus.check(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(UnusableMediaException.class)
        .hasMessage("has data after its end");
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void something_may_follow_an_upload(OutputFormat format) throws Exception {
    var bytes = Corpus.file(format, false);
    var check = StructureCheck.ofUpload(InputLimits.DEFAULT);
    check.write(bytes);
    check.write(Corpus.noise(5000, 1));
    assertThat(check.finish().format()).isEqualTo(format);
  }

  @Test
  void every_flipped_bit_of_a_png_is_noticed() {
    var bytes = Corpus.file(OutputFormat.PNG, true);
    for (int at = 0; at < bytes.length; at++) {
      var flipped = bytes.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      assertThatThrownBy(() -> Corpus.check(flipped))
          .as("bit flipped at %d", at)
          .isInstanceOf(UnusableMediaException.class);
    }
  }

  @Test
  void a_flipped_checksum_is_damage() {
    var bytes = Corpus.file(OutputFormat.PNG, false);
    bytes[Corpus.AFTER_IHDR - 1] ^= 1;
    assertThatThrownBy(() -> Corpus.check(bytes)).hasMessage("is damaged");
  }

  @Test
  void a_png_without_image_data_is_damaged() {
    var bytes = Corpus.pngClaiming(4, 4);
    var end = Arrays.copyOfRange(bytes, bytes.length - 12, bytes.length);
    var empty = Corpus.insert(Arrays.copyOf(bytes, Corpus.AFTER_IHDR), Corpus.AFTER_IHDR, end);
    assertThatThrownBy(() -> Corpus.check(empty)).hasMessage("is damaged");
  }

  @Test
  void png_chunks_out_of_order_are_damage() {
    var bytes = Corpus.pngClaiming(4, 4);
    var text = Corpus.chunk("tEXt", Corpus.text("a\0b"));
    var critical = Corpus.chunk("ABCD", new byte[3]);
    var split = Corpus.insert(text, text.length, Corpus.chunk("IDAT", new byte[4]));
    int afterData = bytes.length - 12;
    for (var wrong :
        new byte[][] {
          Corpus.insert(bytes, 8, text),
          Corpus.insert(bytes, Corpus.AFTER_IHDR, critical),
          Corpus.insert(bytes, afterData, split),
          Corpus.insert(bytes, 8, Arrays.copyOfRange(bytes, 8, Corpus.AFTER_IHDR))
        }) {
      assertThatThrownBy(() -> Corpus.check(wrong)).hasMessage("is damaged");
    }
  }

  @Test
  void a_webp_of_another_length_than_it_says_is_noticed() {
    var bytes = Corpus.file(OutputFormat.WEBP, false);
    for (int difference : new int[] {-2, 1, 2, 100}) {
      var wrong = bytes.clone();
      wrong[4] += (byte) difference;
      assertThatThrownBy(() -> Corpus.check(wrong)).isInstanceOf(UnusableMediaException.class);
    }
  }

  @Test
  void the_problem_is_known_as_soon_as_it_has_passed() {
    var bytes = Corpus.file(OutputFormat.PNG, false);
    bytes[Corpus.AFTER_IHDR - 1] ^= 4;
    var check = new StructureCheck(InputLimits.DEFAULT);
    check.write(bytes, 0, Corpus.AFTER_IHDR - 1);
    assertThat(check.problem()).isEmpty();
    check.write(bytes[Corpus.AFTER_IHDR - 1]);
    assertThat(check.problem()).isPresent();
  }

  @Test
  void too_many_bytes_are_refused_while_they_come() {
    var check = new StructureCheck(new InputLimits(100, 1000_000, 1));
    check.write(Corpus.file(OutputFormat.PNG, false), 0, 101);
    assertThat(check.problem())
        .hasValueSatisfying(p -> assertThat(p).hasMessage("is larger than 100 bytes"));
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void the_same_picture_is_known_again_whatever_is_said_about_it(OutputFormat format)
      throws Exception {
    var size = new ImageSize(40, 30);
    var plain = pictureHash(encoded(size, format, Marks.NONE, 0));
    var marked = new Marks("algorithmicMedia", "Some engine", Map.of("Note", "another"));

    assertThat(pictureHash(encoded(size, format, marked, 0))).isEqualTo(plain);
    assertThat(pictureHash(encoded(size, format, Marks.NONE, 200))).isNotEqualTo(plain);
    assertThat(pictureHash(encoded(new ImageSize(30, 40), format, Marks.NONE, 0)))
        .isNotEqualTo(plain);
  }

  private static byte[] encoded(ImageSize size, OutputFormat format, Marks marks, int red)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var raster = Raster.blank(size, false)) {
      byte[] row = new byte[4 * size.width()];
      for (int x = 0; x < size.width(); x++) {
        row[4 * x] = (byte) red;
        row[4 * x + 3] = (byte) 255;
      }
      for (int y = 0; y < size.height(); y++) {
        raster.writeRow(y, row);
      }
      new Encoder().encode(raster, format, 90, marks, bytes);
    }
    return bytes.toByteArray();
  }

  /** Written in blocks of odd lengths, as a network delivers them. */
  private static ContentHash pictureHash(byte[] bytes) throws UnusableMediaException {
    var check = StructureCheck.hashing(InputLimits.DEFAULT);
    for (int at = 0; at < bytes.length; at += 37) {
      check.write(bytes, at, Math.min(37, bytes.length - at));
    }
    return check.pictureHash(check.finish()).orElseThrow();
  }
}
