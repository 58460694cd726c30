package dev.atelier.http.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64StreamTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 18431, 18432, 18433, 36864, 100_000})
  void what_is_encoded_is_decoded(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);

    ByteArrayOutputStream text = new ByteArrayOutputStream();
    long written = Base64Stream.encode(new SplitStream(bytes, length / 2), text);

    assertThat(text.toByteArray()).isEqualTo(Base64.getEncoder().encode(bytes));
    assertThat(written).isEqualTo(Base64Stream.encodedLength(length)).isEqualTo(text.size());
    assertThat(decode(text.toByteArray())).isEqualTo(bytes);
  }

  @Test
  void padding_may_be_missing() throws IOException {
    assertThat(decode("QUI".getBytes(US_ASCII))).isEqualTo("AB".getBytes(US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUJ\n", "Q", "QUI=QUJD", "QU JD", "QU-_", "====", "QUI=="})
  void refuses_what_is_not_base64(String text) {
    assertThatThrownBy(() -> decode(text.getBytes(US_ASCII)))
        .isInstanceOf(MalformedBase64Exception.class);
  }

  @Test
  void padding_at_the_end_of_a_block_is_still_the_end() {
    String block = "QUJD".repeat(Base64Stream.TEXT_BYTES / 4 - 1) + "QUI=";
    assertThatThrownBy(() -> decode((block + "QUJD").getBytes(US_ASCII)))
        .isInstanceOf(MalformedBase64Exception.class);
  }

  @Test
  void the_result_does_not_depend_on_where_the_text_is_split() throws IOException {
    byte[] text = Base64.getEncoder().encode("the quick brown fox".getBytes(US_ASCII));
    for (int cut = 0; cut <= text.length; cut++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (Base64Stream.Decoder decoder = Base64Stream.decoder(out)) {
        decoder.write(text, 0, cut);
        decoder.write(text, cut, text.length - cut);
      }
      assertThat(out.toString(US_ASCII)).isEqualTo("the quick brown fox");
    }
  }

  @Test
  void a_data_url_gives_its_type_and_bytes_wherever_it_is_split() throws IOException {
    byte[] url = "data:Image/PNG;charset=x;base64,QUJD".getBytes(US_ASCII);
    for (int cut = 0; cut <= url.length; cut++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      DataUrlSink sink = new DataUrlSink(out);
      sink.write(url, 0, cut);
      sink.write(url, cut, url.length - cut);
      sink.close();
      assertThat(out.toString(US_ASCII)).isEqualTo("ABC");
      assertThat(sink.mediaType()).isEqualTo("image/png");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data:image/png;base64", "data:image/png,abc", "https://x/,QUJD"})
  void refuses_what_is_not_a_base64_data_url(String text) {
    assertThatThrownBy(
            () -> {
              try (DataUrlSink sink = new DataUrlSink(new ByteArrayOutputStream())) {
                sink.write(text.getBytes(US_ASCII));
              }
            })
        .isInstanceOf(MalformedBase64Exception.class);
  }

  private static byte[] decode(byte[] text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Base64Stream.Decoder decoder = Base64Stream.decoder(out)) {
      new ByteArrayInputStream(text).transferTo(decoder);
    }
    return out.toByteArray();
  }
}
