package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EncoderTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "PNG, 0, false, 0",
    "PNG, 0, true, 0",
    "WEBP, 100, false, 0",
    "WEBP, 100, true, 1",
    "WEBP, 95, false, 80",
    "WEBP, 95, true, 80",
    "JPEG, 100, false, 4",
    "JPEG, 95, false, 30",
    "JPEG, 70, false, 90"
  })
  void what_was_written_is_read_back(
      OutputFormat format, int compression, boolean alpha, int tolerance) throws Exception {
    try (var written = Corpus.image(119, 83, alpha)) {
      var bytes = Corpus.encode(written, format, compression, Corpus.MARKS);

      assertThat(Corpus.check(bytes))
          .isEqualTo(ImageInfo.of(format, new ImageSize(119, 83), alpha, 1));
      try (var read = Corpus.decode(directory, bytes)) {
        assertThat(Corpus.difference(written, read)).isLessThanOrEqualTo(tolerance);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 40", "40, 1", "3, 3", "16, 2", "700, 3", "3, 700"})
  void any_shape_is_kept_exactly_by_png(int width, int height) throws Exception {
    for (var alpha : new boolean[] {false, true}) {
      try (var written = Corpus.image(width, height, alpha);
          var read =
              Corpus.decode(directory, Corpus.encode(written, OutputFormat.PNG, 0, Marks.NONE))) {
        assertThat(Corpus.difference(written, read)).isZero();
      }
    }
  }

  @Test
  void another_reader_sees_the_same_png() throws Exception {
    try (var written = Corpus.image(90, 70, true)) {
      var bytes = Corpus.encode(written, OutputFormat.PNG, 0, Corpus.MARKS);
      var read = ImageIO.read(new ByteArrayInputStream(bytes));
      for (int y = 0; y < 70; y++) {
        for (int x = 0; x < 90; x++) {
          assertThat(read.getRGB(x, y)).isEqualTo(written.argb(x, y));
        }
      }
    }
  }

  @Test
  void a_lossy_webp_keeps_alpha_exactly() throws Exception {
    for (int width : new int[] {1, 64, 119}) {
      try (var written = Corpus.image(width, 60, true);
          var read =
              Corpus.decode(directory, Corpus.encode(written, OutputFormat.WEBP, 20, Marks.NONE))) {
        var before = new byte[width];
        var after = new byte[width];
        for (int y = 0; y < 60; y++) {
          written.readAlphaRow(y, before);
          read.readAlphaRow(y, after);
          assertThat(after).isEqualTo(before);
        }
      }
    }
  }

  @Test
  void flat_art_becomes_a_small_png() {
    try (var flat = Raster.blank(new ImageSize(1000, 1000), false)) {
      assertThat(Corpus.encode(flat, OutputFormat.PNG, 0, Marks.NONE)).hasSizeLessThan(20_000);
    }
  }

  @Test
  void noise_is_not_blown_up_by_png() throws Exception {
    try (var raster = Raster.blank(new ImageSize(300, 300), false)) {
      for (int y = 0; y < 300; y++) {
        var row = Corpus.noise(1200, y);
        for (int x = 3; x < 1200; x += 4) {
          row[x] = (byte) 255;
        }
        raster.writeRow(y, row);
      }
      var bytes = Corpus.encode(raster, OutputFormat.PNG, 0, Marks.NONE);
      assertThat(bytes).hasSizeLessThan(275_000);
      try (var read = Corpus.decode(directory, bytes)) {
        assertThat(Corpus.difference(raster, read)).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void the_same_pixels_give_the_same_bytes(OutputFormat format) {
    try (var once = Corpus.image(64, 48, true);
        var again = Corpus.image(64, 48, true)) {
      assertThat(Corpus.encode(once, format, 80, Corpus.MARKS))
          .isEqualTo(Corpus.encode(again, format, 80, Corpus.MARKS));
    }
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void bytes_leave_in_blocks_of_at_most_64_kib(OutputFormat format) throws Exception {
    try (var raster = Corpus.image(600, 500, false)) {
      new Encoder()
          .encode(
              raster,
              format,
              100,
              Corpus.MARKS,
              new OutputStream() {
                @Override
                public void write(int one) {}

                @Override
                public void write(byte[] block, int offset, int length) {
                  assertThat(length).isLessThanOrEqualTo(64 * 1024);
                }
              });
    }
  }

  @Test
  void a_transparent_picture_lies_on_white_in_a_jpeg() throws Exception {
    try (var clear = Raster.blank(new ImageSize(32, 32), true);
        var read =
            Corpus.decode(directory, Corpus.encode(clear, OutputFormat.JPEG, 90, Marks.NONE))) {
      assertThat(read.argb(16, 16)).isEqualTo(0xffffffff);
    }
  }

  @ParameterizedTest
  @EnumSource(value = OutputFormat.class, names = "PNG", mode = EnumSource.Mode.EXCLUDE)
  void more_compression_quality_keeps_more(OutputFormat format) {
    try (var raster = Corpus.image(200, 200, false)) {
      int last = 0;
      for (int compression : new int[] {0, 30, 60, 90, 100}) {
        int length = Corpus.encode(raster, format, compression, Marks.NONE).length;
        assertThat(length).isGreaterThan(last);
        last = length;
      }
    }
  }

  @Test
  void a_compression_out_of_range_is_a_mistake_of_the_caller() {
    try (var raster = Raster.blank(new ImageSize(1, 1), false)) {
      for (int wrong : new int[] {-1, 101}) {
        assertThatThrownBy(() -> Corpus.encode(raster, OutputFormat.JPEG, wrong, Marks.NONE))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"94, 0x22", "95, 0x11", "100, 0x11"})
  void a_good_jpeg_keeps_its_colours_at_full_resolution(int compression, int sampling) {
    try (var raster = Corpus.image(33, 21, false)) {
      var jpeg = Corpus.encode(raster, OutputFormat.JPEG, compression, Marks.NONE);
      assertThat(jpeg[Corpus.jpegFrameAt(jpeg) + 11]).isEqualTo((byte) sampling);
    }
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void marks_are_read_back(OutputFormat format) throws Exception {
    for (var alpha : new boolean[] {false, true}) {
      for (int compression : new int[] {50, 100}) {
        try (var raster = Corpus.image(33, 21, alpha)) {
          var file =
              Corpus.store(directory, Corpus.encode(raster, format, compression, Corpus.MARKS));
          assertThat(Marks.read(file)).contains(Corpus.MARKS);
          assertThat(Probe.read(file).alpha()).isEqualTo(alpha && format.carriesAlpha());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void without_marks_nothing_is_written(OutputFormat format) throws Exception {
    var file = Corpus.store(directory, Corpus.file(format, true));
    assertThat(Marks.read(file)).isEmpty();
  }

  @Test
  void png_texts_are_readable_by_others() throws Exception {
    try (var raster = Corpus.image(8, 8, false)) {
      var bytes = Corpus.encode(raster, OutputFormat.PNG, 0, Corpus.MARKS);
      var reader = ImageIO.getImageReadersByFormatName("png").next();
      reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(bytes)));
      var tree = reader.getImageMetadata(0).getAsTree("javax_imageio_1.0");
      var found = new java.util.TreeMap<String, String>();
      var nodes = ((org.w3c.dom.Element) tree).getElementsByTagName("TextEntry");
      for (int i = 0; i < nodes.getLength(); i++) {
        var entry = (org.w3c.dom.Element) nodes.item(i);
        found.put(entry.getAttribute("keyword"), entry.getAttribute("value"));
      }
      assertThat(found)
          .containsEntry("Software", "Atelier sandbox")
          .containsEntry("seed", "42")
          .containsEntry("note", "a \"fox\" & <friends>, 狐狸");
      assertThat(found.get("XML:com.adobe.xmp"))
          .contains("http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia");
    }
  }
}
