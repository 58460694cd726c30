package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import io.github.humbleui.skija.EncodedOrigin;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR
      })
  void every_kind_of_png_is_decoded(int type) throws Exception {
    var image = new BufferedImage(20, 10, type);
    var graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(10, 0, 10, 10);
    graphics.dispose();
    try (var raster = Corpus.decode(directory, Corpus.imageIo(image, "png"))) {
      assertThat(raster.size()).isEqualTo(new ImageSize(20, 10));
      assertThat(raster.argb(15, 5)).isEqualTo(0xffffffff);
      assertThat(raster.argb(3, 5) & 0xffffff).isZero();
      assertThat(raster.hasAlpha()).isEqualTo(type == BufferedImage.TYPE_4BYTE_ABGR);
    }
  }

  @Test
  void sixteen_bit_colours_are_rounded_to_eight() throws Exception {
    var samples = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 4, 1, 3, null);
    samples.setPixel(2, 0, new int[] {0xffff, 0x8080, 0});
    var model =
        new java.awt.image.ComponentColorModel(
            java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_sRGB),
            false,
            false,
            java.awt.Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    var image = new BufferedImage(model, samples, false, null);
    try (var raster = Corpus.decode(directory, Corpus.imageIo(image, "png"))) {
      assertThat(raster.argb(2, 0)).isEqualTo(0xffff8000);
    }
  }

  @Test
  void a_transparent_palette_entry_is_alpha() throws Exception {
    byte[] level = {0, (byte) 200};
    var model = new IndexColorModel(8, 2, level, level, level, 0);
    var image = new BufferedImage(6, 6, BufferedImage.TYPE_BYTE_INDEXED, model);
    image.getRaster().setSample(4, 4, 0, 1);
    try (var raster = Corpus.decode(directory, Corpus.imageIo(image, "png"))) {
      assertThat(raster.hasAlpha()).isTrue();
      assertThat(raster.argb(0, 0)).isZero();
      assertThat(raster.argb(4, 4)).isEqualTo(0xffc8c8c8);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, false", "3, false", "4, false", "1, true", "3, true"})
  void gray_colour_and_cmyk_jpegs_are_decoded(int bands, boolean progressive) throws Exception {
    var samples = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 32, 16, bands, null);
    var level = new int[bands];
    Arrays.fill(level, 250);
    for (int y = 0; y < 16; y++) {
      for (int x = 16; x < 32; x++) {
        samples.setPixel(x, y, level);
      }
    }
    var bytes = Corpus.jpegOfBands(samples, progressive);
    try (var raster = Corpus.decode(directory, bytes)) {
      assertThat(raster.size()).isEqualTo(new ImageSize(32, 16));
      assertThat(raster.argb(4, 4)).isNotEqualTo(raster.argb(28, 4));
      assertThat(raster.argb(4, 4) >>> 24).isEqualTo(255);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, TOP_LEFT",
    "2, TOP_RIGHT",
    "3, BOTTOM_RIGHT",
    "4, BOTTOM_LEFT",
    "5, LEFT_TOP",
    "6, RIGHT_TOP",
    "7, RIGHT_BOTTOM",
    "8, LEFT_BOTTOM"
  })
  void the_orientation_is_applied(int orientation, EncodedOrigin origin) throws Exception {
    var jpeg = Corpus.file(OutputFormat.JPEG, false);
    var order = orientation % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    var turned = Corpus.withOrientation(jpeg, orientation, order);

    var info = Corpus.probe(turned);
    assertThat(info.orientation()).isEqualTo(orientation);
    assertThat(info.stored()).isEqualTo(new ImageSize(48, 32));
    assertThat(info.size()).hasToString(orientation < 5 ? "48x32" : "32x48");
    assertThat(Corpus.check(turned)).isEqualTo(info);

    try (var stored = Corpus.decode(directory, jpeg);
        var shown = Corpus.decode(directory, turned)) {
      assertThat(shown.size()).isEqualTo(info.size());
      var matrix = origin.toMatrix(shown.width(), shown.height()).getMat();
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 48; x++) {
          int toX = (int) Math.floor(matrix[0] * (x + .5) + matrix[1] * (y + .5) + matrix[2]);
          int toY = (int) Math.floor(matrix[3] * (x + .5) + matrix[4] * (y + .5) + matrix[5]);
          assertThat(shown.argb(toX, toY)).isEqualTo(stored.argb(x, y));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 200})
  void a_senseless_orientation_is_none(int orientation) throws Exception {
    var jpeg = Corpus.file(OutputFormat.JPEG, false);
    var info = Corpus.probe(Corpus.withOrientation(jpeg, orientation, ByteOrder.BIG_ENDIAN));
    assertThat(info.orientation()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void a_truncated_file_is_refused(OutputFormat format) throws Exception {
    var bytes = Corpus.file(format, false);
    var info = Corpus.probe(bytes);
    for (int length = bytes.length / 2; length < bytes.length; length += bytes.length / 7) {
      var file = Corpus.store(directory, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> new Decoder().decode(file, info))
          .isInstanceOf(UnusableMediaException.class)
          .hasMessage("is truncated");
    }
  }

  @Test
  void missing_png_rows_with_right_checksums_are_noticed() throws Exception {
    refusedAt(Corpus.pngClaiming(40, 40));
  }

  @Test
  void jpeg_data_cut_short_before_a_right_end_is_noticed() throws Exception {
    for (var progressive : new boolean[] {false, true}) {
      var bytes = Corpus.jpegOfBands(noisy(), progressive);
      var cut = Arrays.copyOf(bytes, bytes.length * 2 / 3);
      cut[cut.length - 4] = 0;
      cut[cut.length - 3] = 0;
      cut[cut.length - 2] = (byte) 0xff;
      cut[cut.length - 1] = (byte) 0xd9;
      refusedAt(cut);
    }
  }

  private static Raster noisy() {
    var samples = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 64, 64, 3, null);
    samples.setDataElements(0, 0, 64, 64, Corpus.noise(64 * 64 * 3, 5));
    return samples;
  }

  @Test
  void webp_data_with_bytes_taken_out_is_noticed() throws Exception {
    var bytes = Corpus.file(OutputFormat.WEBP, false);
    int removed = bytes.length / 2 & ~1;
    var cut = Arrays.copyOf(bytes, bytes.length - removed);
    var sizes = java.nio.ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN);
    sizes.putInt(4, sizes.getInt(4) - removed).putInt(16, sizes.getInt(16) - removed);
    refusedAt(cut);
  }

  private void refusedAt(byte[] bytes) throws Exception {
    var file = Corpus.store(directory, bytes);
    assertThatThrownBy(() -> new Decoder().decode(file, Corpus.probe(bytes)))
        .isInstanceOf(UnusableMediaException.class);
  }

  @Test
  void what_the_caller_believes_of_the_file_must_hold() throws Exception {
    var file = Corpus.store(directory, Corpus.file(OutputFormat.PNG, false));
    var other = ImageInfo.of(OutputFormat.PNG, new ImageSize(4, 4), false, 1);
    assertThatThrownBy(() -> new Decoder().decode(file, other)).hasMessage("is damaged");
  }

  @Test
  void a_wide_gamut_profile_is_converted_to_srgb() throws Exception {
    var linear = java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_LINEAR_RGB);
    var profile = ((java.awt.color.ICC_ColorSpace) linear).getProfile().getData();
    try (var raster = Corpus.image(16, 16, false)) {
      var plain = Corpus.encode(raster, OutputFormat.PNG, 0, Marks.NONE);
      int srgb = Corpus.AFTER_IHDR;
      var without =
          Corpus.insert(
              Arrays.copyOf(plain, srgb), srgb, Arrays.copyOfRange(plain, srgb + 13, plain.length));
      var tagged = Corpus.insert(without, srgb, Corpus.chunk("iCCP", iccData(profile)));
      try (var decoded = Corpus.decode(directory, tagged)) {
        assertThat(decoded.argb(8, 2) >>> 8 & 0xff)
            .isGreaterThan((raster.argb(8, 2) >>> 8 & 0xff) + 10);
      }
    }
  }

  private static byte[] iccData(byte[] profile) throws Exception {
    var data = new java.io.ByteArrayOutputStream();
    data.write(new byte[] {'x', 0, 0});
    try (var squeezed = new java.util.zip.DeflaterOutputStream(data)) {
      squeezed.write(profile);
    }
    return data.toByteArray();
  }
}
