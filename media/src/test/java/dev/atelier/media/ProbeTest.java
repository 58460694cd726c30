package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProbeTest {
  @TempDir Path directory;

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(byte[] bytes) {
    return assertThatThrownBy(() -> Corpus.probe(bytes)).isInstanceOf(UnusableMediaException.class);
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void the_format_is_told_by_content_not_by_name(OutputFormat format) throws Exception {
    var file = Files.write(directory.resolve("photo.png"), Corpus.file(format, false));
    assertThat(Probe.read(file))
        .isEqualTo(new ImageInfo(format, new ImageSize(48, 32), new ImageSize(48, 32), false, 1));
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputFormat.class,
      names = {"PNG", "WEBP"})
  void alpha_is_seen(OutputFormat format) throws Exception {
    assertThat(Corpus.probe(Corpus.file(format, true)).alpha()).isTrue();
  }

  @Test
  void only_the_beginning_is_needed_and_read() throws Exception {
    var bytes = Corpus.file(OutputFormat.PNG, false);
    var refusesMore =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("read on after the header");
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            throw new AssertionError("read on after the header");
          }
        };
    var head = new ByteArrayInputStream(Arrays.copyOf(bytes, 80));
    assertThat(Probe.read(new SequenceInputStream(head, refusesMore)).size()).hasToString("48x32");
  }

  @ParameterizedTest
  @CsvSource({
    "30000, 30000, 'claims 30000x30000, more than 64 megapixels'",
    "0, 5, 'claims 0x5, which is no picture'",
    "5, 0, 'claims 5x0, which is no picture'",
    "70000, 10, 'claims 70000x10, more than 65535 pixels on one edge'",
    "-1, -1, 'claims 4294967295x4294967295, more than 65535 pixels on one edge'"
  })
  void a_png_that_claims_too_much_is_refused_by_its_header(int width, int height, String problem) {
    refused(Corpus.pngClaiming(width, height)).hasMessage(problem);
  }

  @Test
  void a_jpeg_that_claims_too_much_is_refused() {
    var bytes = Corpus.file(OutputFormat.JPEG, false);
    ByteBuffer.wrap(bytes).putShort(Corpus.jpegFrameAt(bytes) + 5, (short) 30_000);
    ByteBuffer.wrap(bytes).putShort(Corpus.jpegFrameAt(bytes) + 7, (short) 30_000);
    refused(bytes).hasMessage("claims 30000x30000, more than 64 megapixels");
  }

  @Test
  void a_webp_that_claims_too_much_is_refused() {
    var bytes = Corpus.file(OutputFormat.WEBP, true);
    assertThat(new String(bytes, 12, 4, StandardCharsets.US_ASCII)).isEqualTo("VP8X");
    var canvas = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    canvas.putShort(24, (short) 29_999).putShort(27, (short) 29_999);
    refused(bytes).hasMessage("claims 30000x30000, more than 64 megapixels");
  }

  @Test
  void an_animated_png_is_refused() {
    var png = Corpus.file(OutputFormat.PNG, false);
    var control = Corpus.chunk("acTL", new byte[] {0, 0, 0, 2, 0, 0, 0, 0});
    refused(Corpus.insert(png, Corpus.AFTER_IHDR, control)).hasMessage("is animated");
  }

  @Test
  void an_animated_webp_is_refused() {
    var webp = Corpus.file(OutputFormat.WEBP, true);
    webp[20] |= 0x02;
    refused(webp).hasMessage("is animated");
  }

  /** Bytes in Latin-1, and what they are called. */
  static Stream<Arguments> foreign() {
    String read = "; only PNG, JPEG and WebP are read";
    return Stream.of(
        Arguments.of("", "is empty"),
        Arguments.of("hello", "is a text, not an image" + read),
        Arguments.of("BM and then a bitmap of old", "is a text, not an image" + read),
        Arguments.of("{\"prompt\": \"a fox\"}", "is a text, not an image" + read),
        Arguments.of("data:image/png;base64,iVBO", "is a text, not an image" + read),
        Arguments.of("\u00ff\u00feh\0e\0l\0l\0o\0", "is a text, not an image" + read),
        Arguments.of("\u00ef\u00bb\u00bf \u00e7\u008b\u0090", "is a text, not an image" + read),
        Arguments.of("<!DOCTYPE html><html>", "is an HTML page, not an image" + read),
        Arguments.of("\n <html lang=en>", "is an HTML page, not an image" + read),
        Arguments.of("<svg xmlns='x' width='10'/>", "is an SVG image" + read),
        Arguments.of("<?xml version=\"1.0\"?>\n<!-- a --><SVG/>", "is an SVG image" + read),
        Arguments.of("GIF89a\u0001\u0000\u0001\u0000 and so on", "is a GIF image" + read),
        Arguments.of("%PDF-1.7 and more of it", "is a PDF document" + read),
        Arguments.of("II*\0\b\0\0\0\u0001", "is a TIFF image" + read),
        Arguments.of("MM\0*\0\0\0\b\0", "is a TIFF image" + read),
        Arguments.of("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "is a HEIC image" + read),
        Arguments.of("\0\0\0\u0018ftypmif1\0\0\0\0mif1heic", "is a HEIC image" + read),
        Arguments.of("\0\0\0\u0014ftypmif1\0\0\0\0mif1", "is a HEIF image" + read),
        Arguments.of("\0\0\0\u001cftypavif\0\0\0\0avifmif1", "is an AVIF image" + read),
        Arguments.of("\0\0\0\u0018ftypmif1\0\0\0\0avifmiaf", "is an AVIF image" + read),
        Arguments.of("\0\0\0\u0018ftypisom\0\0\0\0isommp41", "is a video or sound file" + read),
        Arguments.of("BM6\0\u000c\0\0\0\0\0006\0\0\0", "is a BMP image" + read),
        Arguments.of("\0\0\0\fJXL \r\n\u0087\n", "is a JPEG XL image" + read),
        Arguments.of("\0\0\1\0\1\0 ", "is an ICO image" + read),
        Arguments.of("PK\3\4\u0014\0", "is a ZIP archive" + read),
        Arguments.of("RIFF\u0004\u0000\u0000\u0000WAVEfmt ", "is not a PNG, JPEG or WebP image"),
        Arguments.of("\1\2\3\4\5\6\7", "is not a PNG, JPEG or WebP image"));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void anything_else_is_refused_by_its_name(String content, String problem) {
    refused(content.getBytes(StandardCharsets.ISO_8859_1)).hasMessage(problem);
    if (!content.isEmpty()) {
      String longer = content + " ".repeat(20_000);
      refused(longer.getBytes(StandardCharsets.ISO_8859_1)).hasMessage(problem);
    }
  }

  @Test
  void a_header_cut_anywhere_is_truncated() throws Exception {
    for (var format : OutputFormat.values()) {
      var bytes = Corpus.file(format, false);
      int length = 1;
      for (; length < bytes.length; length++) {
        var head = Arrays.copyOf(bytes, length);
        if (accepts(head)) {
          break;
        }
        refused(head).hasMessage("is truncated");
      }
      assertThat(length).as("the header of %s", format).isBetween(20, 700);
    }
  }

  private static boolean accepts(byte[] head) {
    try {
      Corpus.probe(head);
      return true;
    } catch (UnusableMediaException refused) {
      return false;
    }
  }

  @Test
  void a_file_over_the_limit_is_refused_unread() throws Exception {
    var file = directory.resolve("large");
    try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((50L << 20) + 1);
    }
    assertThatThrownBy(() -> Probe.read(file)).hasMessage("is larger than 50 MB");
  }

  @Test
  void endless_metadata_is_refused() {
    var jpeg = Corpus.file(OutputFormat.JPEG, false);
    var segment = new byte[65_535];
    segment[0] = (byte) 0xff;
    segment[1] = (byte) 0xe5;
    segment[2] = (byte) 0xff;
    segment[3] = (byte) 0xfd;
    var parts = new ArrayList<InputStream>();
    parts.add(new ByteArrayInputStream(jpeg, 0, 2));
    for (int i = 0; i < 300; i++) {
      parts.add(new ByteArrayInputStream(segment));
    }
    var endless = new SequenceInputStream(Collections.enumeration(parts));
    assertThatThrownBy(() -> Probe.read(endless))
        .hasMessage("has too much metadata before its picture");
  }
}
