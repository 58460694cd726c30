package dev.atelier.http.coding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingsTest {
  private static final long ANY = Long.MAX_VALUE;
  private static final byte[] TEXT = "{\"prompt\":\"a red fox asleep in snow\"}".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(strings = {"", "identity", "Identity", "UTF-8", " identity , identity ", "utf8"})
  void a_plain_body_may_say_that_it_is(String value) throws IOException {
    ContentCodings codings = ContentCodings.of(List.of(value), List.of("chunked"));

    assertThat(codings.none()).isTrue();
    assertThat(codings.unsupported()).isEmpty();
    assertThat(read(codings, TEXT)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "identity, gzip", " gzip "})
  void gzip_is_unpacked(String value) throws IOException {
    assertThat(read(codings(value), gzip(TEXT))).isEqualTo(TEXT);
  }

  @Test
  void deflate_is_unpacked_with_its_head_and_without() throws IOException {
    assertThat(read(codings("deflate"), deflate(TEXT, false))).isEqualTo(TEXT);
    assertThat(read(codings("Deflate"), deflate(TEXT, true))).isEqualTo(TEXT);
  }

  @Test
  void codings_are_undone_from_the_last_to_the_first() throws IOException {
    byte[] packed = gzip(deflate(TEXT, false));

    assertThat(read(codings("deflate, gzip"), packed)).isEqualTo(TEXT);
    assertThat(read(ContentCodings.of(List.of("deflate", "gzip"), List.of()), packed))
        .isEqualTo(TEXT);
    assertThat(read(ContentCodings.of(List.of("deflate"), List.of("gzip, chunked")), packed))
        .isEqualTo(TEXT);
  }

  @Test
  void a_file_of_several_members_is_read_to_its_end() throws IOException {
    var packed = new ByteArrayOutputStream();
    packed.writeBytes(gzip(TEXT));
    packed.writeBytes(gzip(new byte[100_000]));
    packed.writeBytes(gzip(TEXT));

    assertThat(read(codings("gzip"), packed.toByteArray()))
        .hasSize(2 * TEXT.length + 100_000)
        .startsWith(TEXT)
        .endsWith(TEXT);
  }

  @Test
  void whatever_was_packed_comes_out_in_whatever_pieces_it_comes_in() throws IOException {
    var random = new Random(7);
    for (int size : new int[] {0, 1, 511, 8192, 300_000}) {
      byte[] body = new byte[size];
      random.nextBytes(body);
      for (String name : List.of("gzip", "deflate")) {
        byte[] packed = name.equals("gzip") ? gzip(body) : deflate(body, random.nextBoolean());
        InputStream slow = new Pieces(packed, random);
        assertThat(codings(name).unpack(slow, ANY).readAllBytes()).isEqualTo(body);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"br | br", "zstd | zstd", "compress | compress", "gzip, br | br", "base64 | base64"})
  void an_unknown_coding_is_named(String value, String unknown) {
    assertThat(codings(value).unsupported()).hasValue(unknown);
  }

  @Test
  void more_than_three_on_top_of_each_other_are_refused() {
    assertThat(codings("gzip, gzip, gzip").unsupported()).isEmpty();
    assertThat(codings("gzip, gzip, gzip, gzip").unsupported()).hasValue("gzip, gzip, gzip, gzip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void a_body_that_is_broken_cut_off_or_not_packed_at_all_is_named(String name) throws IOException {
    byte[] packed = name.equals("gzip") ? gzip(noise(50_000)) : deflate(noise(50_000), false);
    byte[] flipped = packed.clone();
    flipped[packed.length - 3] ^= 0x55; // of the checksum
    for (byte[] body :
        List.of(flipped, Arrays.copyOf(packed, packed.length / 2), TEXT, new byte[0])) {
      InputStream plain = codings(name).unpack(new ByteArrayInputStream(body), ANY);

      assertThatThrownBy(plain::readAllBytes)
          .isInstanceOfSatisfying(
              CodedBodyException.class,
              e -> {
                assertThat(e.problem()).isEqualTo("the body is not valid " + name);
                assertThat(e.status()).isEqualTo(400);
              });
      assertThatThrownBy(plain::read).isInstanceOf(CodedBodyException.class);
    }
  }

  @Test
  void the_limit_is_of_the_plain_body() throws IOException {
    byte[] packed = gzip(noise(10_001));

    assertThatThrownBy(() -> read(codings("gzip"), packed, 10_000))
        .isInstanceOfSatisfying(
            UnpackedTooLargeException.class, e -> assertThat(e.bytesMax()).isEqualTo(10_000));
    assertThat(read(codings("gzip"), packed, 10_001)).hasSize(10_001);
  }

  @ParameterizedTest
  @CsvSource({"gzip, 1", "deflate, 1", "gzip, 2", "deflate, 3"})
  void a_bomb_is_stopped_long_before_the_limit(String name, int times) throws IOException {
    byte[] bomb = zeros(name, 256 << 20);
    for (int i = 1; i < times; i++) {
      bomb = name.equals("gzip") ? gzip(bomb) : deflate(bomb, false);
    }
    String value = String.join(",", java.util.Collections.nCopies(times, name));
    var counted = new CountedOutput();
    InputStream plain = codings(value).unpack(new ByteArrayInputStream(bomb), 384L << 20);

    assertThatThrownBy(() -> plain.transferTo(counted))
        .isInstanceOfSatisfying(
            CodedBodyException.class, e -> assertThat(e.status()).isEqualTo(413));
    assertThat(counted.bytes).isLessThan(60L << 20);
  }

  @Test
  void text_that_repeats_itself_is_no_bomb() throws IOException {
    byte[] text = "{\"prompt\":\"fox\"},".repeat(50_000).getBytes(UTF_8);

    assertThat(read(codings("gzip"), gzip(text))).isEqualTo(text);
  }

  private static ContentCodings codings(String value) {
    return ContentCodings.of(List.of(value), List.of());
  }

  private static byte[] read(ContentCodings codings, byte[] body) throws IOException {
    return read(codings, body, ANY);
  }

  private static byte[] read(ContentCodings codings, byte[] body, long max) throws IOException {
    try (InputStream plain = codings.unpack(new ByteArrayInputStream(body), max)) {
      return plain.readAllBytes();
    }
  }

  private static byte[] gzip(byte[] body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }

  private static byte[] deflate(byte[] body, boolean bare) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, bare);
    try (var out = new DeflaterOutputStream(bytes, deflater)) {
      out.write(body);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static byte[] zeros(String name, int size) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        name.equals("gzip") ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < size / block.length; i++) {
        out.write(block);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(7).nextBytes(noise);
    return noise;
  }

  /** Hands out a few bytes at a time. */
  private static final class Pieces extends ByteArrayInputStream {
    private final Random random;

    Pieces(byte[] bytes, Random random) {
      super(bytes);
      this.random = random;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, random.nextInt(1, 700)));
    }
  }

  private static final class CountedOutput extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      bytes += length;
    }
  }
}
