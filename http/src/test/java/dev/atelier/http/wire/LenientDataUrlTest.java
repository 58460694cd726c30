package dev.atelier.http.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LenientDataUrlTest {
  private static final byte[] BYTES = bytes(50_000);
  private static final String TEXT = Base64.getEncoder().encodeToString(BYTES);

  /** Ways to write the same bytes. */
  static Stream<Named<UnaryOperator<String>>> spellings() {
    return Stream.of(
        spelling("as it is", text -> text),
        spelling("lines of 76 with CR LF", text -> lines(text, 76, "\r\n")),
        spelling("lines of 64 with LF", text -> lines(text, 64, "\n")),
        spelling("lines of 61 with tabs and blanks", text -> lines(text, 61, " \t ")),
        spelling("blanks around", text -> " \n" + text + "\r\n "),
        spelling("the URL-safe alphabet", LenientDataUrlTest::urlSafe),
        spelling(
            "both alphabets", text -> text.substring(0, 20_000) + urlSafe(text.substring(20_000))),
        spelling("percent-encoded", text -> URLEncoder.encode(text, US_ASCII)),
        spelling("percent-encoded twice", text -> twice(text)),
        spelling("percent-encoded in small letters", text -> text.replace("+", "%2b")),
        spelling("without padding", text -> text.replace("=", "")),
        spelling("with more padding", text -> text + "=="),
        spelling("padding apart", text -> text.replace("=", " = ") + "\n"),
        spelling("a plain data URL", text -> "data:image/png;base64," + text),
        spelling("in capitals", text -> "DATA:IMAGE/PNG;BASE64," + text),
        spelling("without a type", text -> "data:;base64," + text),
        spelling("with nothing but the word", text -> "data:base64," + text),
        spelling("with a parameter", text -> "data:image/png;charset=utf-8;base64," + text),
        spelling("with a parameter behind", text -> "data:image/png;base64;name=a.png," + text),
        spelling("with blanks in its head", text -> " data: image/png ; base64 , " + text),
        spelling("without its scheme", text -> "image/jpeg;base64," + text),
        spelling("as Python prints bytes", text -> "b'" + text + "'"),
        spelling("as Python prints a data URL", text -> " b\"data:;base64," + text + "\""),
        spelling("in quotes", text -> "\"" + text + "\"\n"),
        spelling(
            "escaped once too often", text -> lines(text, 60, "\\\\r\\\\n").replace("/", "\\/")),
        spelling("with its head twice", text -> "data:;base64,data:image/png;base64," + text),
        spelling(
            "as a whole percent-encoded",
            text -> URLEncoder.encode("data:image/png;base64," + text, US_ASCII)),
        spelling(
            "everything at once",
            text ->
                "Data:Image/PNG;Base64,\n" + lines(urlSafe(text).replace("=", "%3D"), 76, "\n")));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void every_spelling_gives_the_same_bytes(UnaryOperator<String> spelling) throws IOException {
    assertThat(decoded(spelling.apply(TEXT))).isEqualTo(BYTES);
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void the_bytes_do_not_depend_on_where_the_text_is_split(UnaryOperator<String> spelling)
      throws IOException {
    for (int length = 0; length < 8; length++) {
      String text = Base64.getEncoder().encodeToString(bytes(length));
      byte[] written = shortOne(spelling, text).getBytes(US_ASCII);
      for (int cut = 0; cut <= written.length; cut++) {
        var out = new ByteArrayOutputStream();
        try (var sink = new LenientDataUrl(out)) {
          sink.write(written, 0, cut);
          sink.write(written, cut, written.length - cut);
          sink.close(); // doing it once more changes nothing
        }
        assertThat(out.toByteArray()).isEqualTo(bytes(length));
      }
    }
  }

  /** Some spellings cut a text where a short one has ended. */
  private static String shortOne(UnaryOperator<String> spelling, String text) {
    try {
      return spelling.apply(text);
    } catch (StringIndexOutOfBoundsException e) {
      return text;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"data:,a%20fox%00%ff", "data:image/png,a%20fox%00%FF", "DATA:;x=y,a fox%00%ff"})
  void without_base64_the_text_is_the_bytes(String url) throws IOException {
    assertThat(decoded(url)).isEqualTo(new byte[] {'a', ' ', 'f', 'o', 'x', 0, (byte) 0xff});
  }

  @Test
  void percent_encoded_bytes_are_passed_on_in_blocks() throws IOException {
    var url = new StringBuilder("data:application/octet-stream,");
    for (byte one : BYTES) {
      url.append('%').append("%02x".formatted(one & 0xff));
    }
    var blocks = new int[1];
    var out =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] source, int offset, int length) {
            blocks[0]++;
            super.write(source, offset, length);
          }
        };
    try (var sink = new LenientDataUrl(out)) {
      sink.write(url.toString().getBytes(US_ASCII));
    }
    assertThat(out.toByteArray()).isEqualTo(BYTES);
    assertThat(blocks[0]).isLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not base64!",
        "QUI=QUJD",
        "QUI= QUJD",
        "Q",
        "QUJDQ",
        "QU%4",
        "QU%zzJD",
        "QU.JD",
        "QU\\xJD",
        "QUJD\\",
        "'QU'JD'",
        "b'QUJD'QUJD",
        "data:image/png;base64",
        "data:image/png;base64,QU,JD",
        "data:image/png;base64,data:image/png;base64,data:image/png;base64,QUJD",
        "data:text/plain,%4",
        "data:text/plain,%xx",
        "https://example.com/a,QUJD",
        "image/png,QUJD",
        "file:QUJD"
      })
  void what_could_mean_something_else_is_refused(String text) {
    assertThatThrownBy(() -> decoded(text)).isInstanceOf(MalformedBase64Exception.class);
  }

  @Test
  void a_head_without_end_is_refused() {
    assertThatThrownBy(() -> decoded("data:" + "x".repeat(5_000) + ";base64,QUJD"))
        .isInstanceOf(MalformedBase64Exception.class);
  }

  @Test
  void the_stream_behind_it_stays_open() throws IOException {
    var closed = new boolean[1];
    var out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    new LenientDataUrl(out).close();
    assertThat(closed[0]).isFalse();
  }

  private static byte[] decoded(String text) throws IOException {
    var out = new ByteArrayOutputStream();
    try (OutputStream sink = new LenientDataUrl(out)) {
      sink.write(text.getBytes(US_ASCII));
    }
    return out.toByteArray();
  }

  private static String lines(String text, int length, String end) {
    return text.replaceAll("(.{" + length + "})", "$1" + end);
  }

  private static String urlSafe(String text) {
    return text.replace('+', '-').replace('/', '_');
  }

  private static String twice(String text) {
    return URLEncoder.encode(URLEncoder.encode(text, US_ASCII), US_ASCII);
  }

  private static Named<UnaryOperator<String>> spelling(String name, UnaryOperator<String> how) {
    return Named.of(name, how);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(3).nextBytes(bytes);
    return bytes;
  }
}
