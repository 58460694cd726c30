package dev.atelier.api.apimart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.ImageSize;
import dev.atelier.image.SizeChoice;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pixels {@code size} and {@code resolution} give. */
@Timeout(300)
class SizesTest {
  @TempDir static Path directory;
  private static ApiServer server;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
    client = new Client(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1:1,1024x1024,2048x2048,2880x2880",
    "3:2,1536x1024,2048x1360,3520x2336",
    "2:3,1024x1536,1360x2048,2336x3520",
    "4:3,1024x768,2048x1536,3312x2480",
    "3:4,768x1024,1536x2048,2480x3312",
    "5:4,1280x1024,2560x2048,3216x2576",
    "4:5,1024x1280,2048x2560,2576x3216",
    "16:9,1536x864,2048x1152,3840x2160",
    "9:16,864x1536,1152x2048,2160x3840",
    "2:1,2048x1024,2688x1344,3840x1920",
    "1:2,1024x2048,1344x2688,1920x3840",
    "3:1,1536x512,3072x1024,3840x1280",
    "1:3,512x1536,1024x3072,1280x3840",
    "21:9,2016x864,2688x1152,3840x1648",
    "9:21,864x2016,1152x2688,1648x3840"
  })
  void a_ratio_gives_the_pixels_of_its_row_and_resolution(
      String ratio, String at1k, String at2k, String at4k) throws Exception {
    String[] expected = {at1k, at2k, at4k};
    String[] resolutions = {"1k", "2K", "4k"};
    for (int i = 0; i < 3; i++) {
      Reply submitted =
          client.submit("\"size\":\"%s\",\"resolution\":\"%s\"".formatted(ratio, resolutions[i]));

      assertThat(client.images(Client.id(submitted)))
          .extracting(image -> image.size().toString())
          .containsExactly(expected[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1881x836,1881x836",
    "887x1774,887x1774",
    "1774x887,1774x887",
    "1254x1254,1254x1254",
    "1448X1086,1448x1086",
    "1915×821,1915x821",
    "1024X1024,1024x1024",
    "1047x626,1047x626",
    "3816x2173,3816x2173"
  })
  void pixels_are_delivered_exactly(String size, String delivered) throws Exception {
    Reply submitted = client.submit("\"size\":\"" + size + "\",\"resolution\":\"4k\"");

    assertThat(client.images(Client.id(submitted)))
        .extracting(image -> image.size().toString())
        .containsExactly(delivered);
    var made = (SizeChoice.Exact) client.ordered(submitted).order().output().size();
    assertThat(made.size().width() % 16).isZero();
    assertThat(made.size().height() % 16).isZero();
    assertThat(made.size().pixels()).isBetween(655_360L, 8_294_400L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "17:3",
        "16:10",
        "1:1:1",
        "square",
        "1024",
        "1024+1024",
        "99x1024",
        "10240x1024",
        "000x1024",
        "512x512",
        "3841x1000",
        "3840x1279",
        "3840x2161",
        "-100x1000",
        "1024x1024x3"
      })
  void any_other_size_is_refused(String size) throws Exception {
    int before = server.jobs();

    Reply reply = client.submit("\"size\":\"" + size + "\"");

    Client.assertError(reply, 400, "invalid_request_error");
    assertThat(reply.text("/error/param")).isEqualTo("size");
    assertThat(server.jobs()).isEqualTo(before);
  }

  @Test
  void without_a_size_a_picture_is_square_at_1k() throws Exception {
    assertThat(size(client.submit(""))).isEqualTo(new ImageSize(1024, 1024));
    assertThat(size(client.submit("\"size\":null,\"resolution\":\"2k\"")))
        .isEqualTo(new ImageSize(2048, 2048));
  }

  @Test
  void auto_is_square_without_a_reference() throws Exception {
    assertThat(size(client.submit("\"size\":\"auto\",\"resolution\":\"2k\"")))
        .isEqualTo(new ImageSize(2048, 2048));
  }

  @ParameterizedTest
  @CsvSource({
    "64,64,1024x1024",
    "160,90,1536x864",
    "90,160,864x1536",
    "126,100,1280x1024",
    "400,100,1536x512",
    "20,200,512x1536"
  })
  void auto_follows_the_first_reference(int width, int height, String expected) throws Exception {
    String first = Samples.base64(Samples.png(width, height));
    String second = Samples.base64(Samples.png(70, 20));

    Reply submitted =
        client.submit("\"size\":\"auto\",\"image_urls\":[\"%s\",\"%s\"]".formatted(first, second));

    assertThat(size(submitted)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"8k\"", "\"k\"", "2", "true"})
  void another_resolution_is_refused(String resolution) throws Exception {
    Reply reply = client.submit("\"resolution\":" + resolution);

    Client.assertError(reply, 400, "invalid_request_error");
    assertThat(reply.text("/error/param")).isEqualTo("resolution");
  }

  private static ImageSize size(Reply submitted) {
    return ((SizeChoice.Exact) client.ordered(submitted).order().output().size()).size();
  }
}
