package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TranscoderTest {
  private static final ImageSize SAME = new ImageSize(48, 32);

  @TempDir Path directory;

  private final Transcoder transcoder = new Transcoder(new PixelBudget(1, Duration.ofSeconds(30)));

  private byte[] transcode(byte[] bytes, ImageSize size, OutputFormat format, boolean keepAlpha)
      throws Exception {
    var file = Corpus.store(directory, bytes);
    var out = new ByteArrayOutputStream();
    var written = transcoder.transcode(file, Probe.read(file), size, format, 100, keepAlpha, out);
    assertThat(Corpus.check(out.toByteArray())).isEqualTo(written);
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void every_format_becomes_every_other(OutputFormat from) throws Exception {
    for (var to : OutputFormat.values()) {
      var bytes = transcode(Corpus.file(from, true), SAME, to, true);
      assertThat(Corpus.probe(bytes).alpha()).isEqualTo(from.carriesAlpha() && to.carriesAlpha());
    }
  }

  @Test
  void alpha_becomes_white_when_it_is_not_kept() throws Exception {
    var bytes = transcode(Corpus.file(OutputFormat.PNG, true), SAME, OutputFormat.PNG, false);
    try (var raster = Corpus.decode(directory, bytes)) {
      assertThat(raster.hasAlpha()).isFalse();
      assertThat(raster.argb(2, 2)).isEqualTo(0xffffffff);
    }
  }

  @Test
  void the_ordered_size_is_made_exactly() throws Exception {
    for (var size :
        new ImageSize[] {new ImageSize(1, 1), new ImageSize(31, 77), new ImageSize(200, 9)}) {
      var bytes = transcode(Corpus.file(OutputFormat.WEBP, true), size, OutputFormat.PNG, true);
      assertThat(Corpus.probe(bytes).size()).isEqualTo(size);
    }
  }

  @Test
  void a_turned_photo_is_written_upright() throws Exception {
    var jpeg =
        Corpus.withOrientation(Corpus.file(OutputFormat.JPEG, false), 8, ByteOrder.LITTLE_ENDIAN);
    var bytes = transcode(jpeg, new ImageSize(32, 48), OutputFormat.PNG, true);
    try (var direct = Corpus.decode(directory, jpeg);
        var written = Corpus.decode(directory, bytes)) {
      assertThat(Corpus.difference(direct, written)).isZero();
    }
  }

  @Test
  void shrinking_and_growing_again_keeps_a_smooth_picture() throws Exception {
    var png = smooth();
    var small = transcode(png, new ImageSize(50, 40), OutputFormat.PNG, true);
    var again = transcode(small, new ImageSize(100, 80), OutputFormat.PNG, true);
    try (var before = Corpus.decode(directory, png);
        var after = Corpus.decode(directory, again)) {
      assertThat(Corpus.difference(before, after)).isLessThan(12);
    }
  }

  private static byte[] smooth() {
    try (var raster = Raster.blank(new ImageSize(100, 80), false)) {
      var row = new byte[400];
      for (int y = 0; y < 80; y++) {
        for (int x = 0; x < 100; x++) {
          row[4 * x] = (byte) (2 * x);
          row[4 * x + 1] = (byte) (3 * y);
          row[4 * x + 2] = (byte) (x + y);
          row[4 * x + 3] = (byte) 255;
        }
        raster.writeRow(y, row);
      }
      return Corpus.encode(raster, OutputFormat.PNG, 0, Marks.NONE);
    }
  }

  @Test
  void a_broken_receiver_is_reported_as_such() throws Exception {
    var file = Corpus.store(directory, Corpus.file(OutputFormat.PNG, false));
    var gone =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("gone");
          }
        };
    assertThatThrownBy(() ->
            transcoder.transcode(file, Probe.read(file), SAME, OutputFormat.JPEG, 90, true, gone))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("gone");
  }
}
