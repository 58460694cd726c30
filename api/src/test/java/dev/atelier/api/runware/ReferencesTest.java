package dev.atelier.api.runware;

import static dev.atelier.api.runware.Tasks.inference;
import static dev.atelier.api.runware.Tasks.send;
import static dev.atelier.api.runware.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.ImageHost;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.ImageRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The images that a task works from, in every form that the vendor takes. */
@Timeout(120)
class ReferencesTest {
  private static final byte[] IMAGE = Samples.png(64, 48);
  @TempDir static Path directory;
  private static ApiServer server;
  private static ImageHost host;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
    host = new ImageHost(IMAGE, Samples.mask(64, 48));
  }

  @AfterAll
  static void stop() {
    host.close();
    server.close();
  }

  enum Form {
    UUID,
    URL,
    DATA_URI,
    BASE64;

    String text() throws Exception {
      return switch (this) {
        case UUID ->
            send(server, task("imageUpload").put("image", Samples.dataUrl(IMAGE)))
                .text("/data/0/imageUUID");
        case URL -> host.url("a.png");
        case DATA_URI -> Samples.dataUrl(IMAGE);
        case BASE64 -> Samples.base64(IMAGE);
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void a_reference_has_four_forms_and_two_places(Form form) throws Exception {
    String all = "\"referenceImages\":[\"" + form.text() + "\"]";
    for (String place : new String[] {all, "\"inputs\":{" + all + "}"}) {
      Reply reply = send(server, inference(place));

      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      var edit = (ImageRequest.Edit) server.provider.calls().getLast().request();
      assertThat(edit.images())
          .singleElement()
          .satisfies(image -> assertThat(image.size()).hasToString("64x48"));
    }
  }

  @Test
  void sixteen_are_taken_in_their_order() throws Exception {
    String one = "\"" + Samples.dataUrl(IMAGE) + "\",";
    String last = "\"" + Samples.dataUrl(Samples.png(32, 24)) + "\"";
    Reply reply = send(server, inference("\"referenceImages\":[" + one.repeat(15) + last + "]"));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    var edit = (ImageRequest.Edit) server.provider.calls().getLast().request();
    assertThat(edit.images()).hasSize(16);
    assertThat(edit.images().getLast().size()).hasToString("32x24");
  }

  @Test
  void a_slash_at_the_end_of_the_path_means_nothing() throws Exception {
    Reply reply = server.post(Tasks.PATH + "/", Tasks.array(inference("")));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().at("/data/0").has("cost")).as("not asked for").isFalse();
  }
}
