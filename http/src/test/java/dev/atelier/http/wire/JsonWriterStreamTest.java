package dev.atelier.http.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonWriterStreamTest {
  @Test
  void writes_a_response_around_streamed_images() throws IOException {
    byte[] image = new byte[50_000];
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new JsonWriterStream(out)
        .beginObject()
        .field("created", 1781047765)
        .name("data")
        .beginArray()
        .beginObject()
        .base64Field("b64_json", new ByteArrayInputStream(image))
        .endObject()
        .beginObject()
        .endObject()
        .endArray()
        .field("final", true)
        .name("ratio")
        .number(1.5)
        .name("none")
        .nothing()
        .field("usage", JsonMapper.shared().readTree("{\"n\":[1,2]}"))
        .endObject();

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "{\"created\":1781047765,\"data\":[{\"b64_json\":\""
                + Base64.getEncoder().encodeToString(image)
                + "\"},{}],\"final\":true,\"ratio\":1.5,\"none\":null,\"usage\":{\"n\":[1,2]}}");
  }

  @Test
  void every_character_survives() throws IOException {
    StringBuilder text = new StringBuilder("😀é€\"\\/");
    for (char c = 0; c < 0x100; c++) {
      text.append(c);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new JsonWriterStream(out).beginObject().field("a\n\"", text.toString()).endObject();

    JsonNode read = JsonMapper.shared().readTree(out.toString(UTF_8));
    assertThat(read.get("a\n\"").asString()).isEqualTo(text.toString());
    assertThat(out.toString(UTF_8)).doesNotContain("\n");
  }

  @Test
  void there_is_no_infinite_number() {
    JsonWriterStream json = new JsonWriterStream(new ByteArrayOutputStream());
    assertThatThrownBy(() -> json.number(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }
}
