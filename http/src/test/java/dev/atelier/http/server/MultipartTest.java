package dev.atelier.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.http.wire.SplitStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MultipartTest {
  private static final Set<String> FILES = Set.of("image", "image[]", "mask");
  private final List<ByteArrayOutputStream> files = new ArrayList<>();

  @Test
  void files_and_texts_are_told_apart_by_name() throws IOException {
    Form form =
        read(
            """
            --b1
            Content-Disposition: form-data; name="model"

            gpt-image-2
            --b1
            Content-Disposition: form-data; name="image[]"
            Content-Type: application/octet-stream

            first
            --b1
            content-disposition: form-data; name=image[]; filename=b.webp; filename*=UTF-8''b%20%C3%A9.webp

            second
            --b1
            Content-Disposition: form-data; name="prompt"; filename="trick.png"
            Content-Type: image/png

            a fox
            --b1
            Content-Disposition: form-data; name=n
            Content-Type: text/plain; charset=utf-8

            1
            --b1
            Content-Disposition: form-data; name="n"

            2
            --b1--
            """);

    assertThat(texts()).containsExactly("first", "second");
    assertThat(form.files())
        .containsExactly(
            new Form.File(
                new Form.Part("image[]", Optional.empty(), Optional.of("application/octet-stream")),
                5),
            new Form.File(new Form.Part("image[]", Optional.of("b é.webp"), Optional.empty()), 6));
    assertThat(form.text("model")).contains("gpt-image-2");
    assertThat(form.text("prompt")).contains("a fox");
    assertThat(form.text("n")).contains("2");
    assertThat(form.all("n")).containsExactly("1", "2");
    assertThat(form.text("size")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multipart/form-data; boundary=b=_1 | b=_1",
        "multipart/form-data; boundary=\"b=_1\" | b=_1",
        "Multipart/Form-Data;Boundary=\"b;1\"; charset=utf-8 | b;1",
        "multipart/form-data; charset=utf-8; boundary=----WebKitFormBoundaryX | ----WebKitFormBoundaryX"
      })
  void boundaries_come_in_every_form(String contentType, String boundary) throws IOException {
    String part = "Content-Disposition: form-data; name=a\r\n\r\nx";
    InputStream in = bytes("--" + boundary + "\r\n" + part + "\r\n--" + boundary + "--");
    assertThat(multipart().read(contentType, in).text("a")).contains("x");
  }

  @Test
  void what_only_looks_like_a_boundary_is_content() throws IOException {
    String tricky = "\r\n--b\r\n--b12\r\n-\r\r\n--b1x\r\n--b1-\r\n\r";
    Form form =
        multipart()
            .read(
                "multipart/form-data; boundary=b1",
                bytes(part("mask", tricky) + part("a", "\r") + part("c", "") + "--b1--"));
    assertThat(texts()).containsExactly(tricky);
    assertThat(form.text("a")).contains("\r");
    assertThat(form.text("c")).contains("");
  }

  @Test
  void a_preamble_padding_and_an_epilogue_are_skipped() throws IOException {
    String body = "hello\r\n--b1 \t\r\nContent-Disposition: form-data; name=a\r\n\r\nx";
    Form form =
        multipart()
            .read("multipart/form-data; boundary=b1", bytes(body + "\r\n--b1--\r\nbye\r\n--b1"));
    assertThat(form.texts()).containsExactly(new Form.Text("a", "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--b1",
        "--b1\r\n",
        "--b1\r\nContent-Disposition: form-data; name=a\r\n\r\nx",
        "--b1\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b1",
        "--b1\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b1-",
        "--b1\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b1--",
        "--b1\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nx\r\n--b1--",
        "--b1\r\n\r\nx\r\n--b1--",
        "--b1\nContent-Disposition: form-data; name=a\n\nx\n--b1--",
        "--b1 x\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b1--",
        "--b1\r\nContent-Disposition: form-data; name=a\r\n\r\n\u00ff\r\n--b1--"
      })
  void refuses_broken_and_truncated_forms(String body) {
    InputStream in = new ByteArrayInputStream(body.getBytes(ISO_8859_1));
    assertThatThrownBy(() -> multipart().read("multipart/form-data; boundary=b1", in))
        .isInstanceOf(MalformedMultipartException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "multipart/form-data", "multipart/mixed; boundary=b1", "text/plain"})
  void refuses_other_content_types(String contentType) {
    assertThatThrownBy(() -> multipart().read(contentType, bytes("--b1--")))
        .isInstanceOf(MalformedMultipartException.class);
    assertThat(Multipart.accepts(Optional.of("multipart/form-data; boundary=x"))).isTrue();
    assertThat(Multipart.accepts(Optional.of("application/json"))).isFalse();
  }

  @Test
  void refuses_too_many_parts_too_long_texts_and_too_long_heads() {
    Multipart small = new Multipart(new MultipartLimits(2, 5, 100), FILES::contains, this::open);
    assertRefused(small, part("a", "1") + part("b", "2") + part("c", "3") + "--b1--", "2 parts");
    assertRefused(small, part("a", "123456") + "--b1--", "\"a\" is longer than 5 bytes");
    assertRefused(small, part("a".repeat(200), "1") + "--b1--", "headers");
    assertRefused(small, "--b1\r\n" + "x".repeat(100_000), "headers");
  }

  @Test
  void the_same_form_comes_out_wherever_the_bytes_are_split() throws IOException {
    byte[] body =
        (part("image", "\r\n--b\r\n\r\r\nend") + part("prompt", "fox é") + "--b1--\r\n")
            .getBytes(UTF_8);
    for (int cut = -1; cut < body.length; cut++) {
      files.clear();
      Form form = multipart().read("multipart/form-data; boundary=b1", new SplitStream(body, cut));
      assertThat(texts()).as("cut at %d", cut).containsExactly("\r\n--b\r\n\r\r\nend");
      assertThat(form.texts()).containsExactly(new Form.Text("prompt", "fox é"));
    }
  }

  @Test
  void nothing_but_its_own_exception_escapes() {
    for (long seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      byte[] body =
          (part("image", "\r\n--b\r") + part("n", "1") + part("mask", "--") + "--b1--")
              .getBytes(UTF_8);
      for (int i = random.nextInt(5); i >= 0; i--) {
        body[random.nextInt(body.length)] = "\r\n-b1;=\" \u00ff".getBytes(UTF_8)[random.nextInt(9)];
      }
      String whole = outcome(new ByteArrayInputStream(body));
      SplitStream split = new SplitStream(body, random.nextInt(body.length));
      assertThat(outcome(split)).as("seed %d", seed).isEqualTo(whole);
      assertThat(outcome(new SplitStream(body, -1))).as("seed %d", seed).isEqualTo(whole);
    }
  }

  @Test
  void a_chunked_upload_goes_through_the_server() throws Exception {
    byte[] image = new byte[3_000_000];
    new Random(7).nextBytes(image);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes("--b1\r\nContent-Disposition: form-data; name=image\r\n\r\n".getBytes(UTF_8));
    body.writeBytes(image);
    body.writeBytes("\r\n--b1--\r\n".getBytes(UTF_8));
    Handler upload =
        e -> {
          Form form = multipart().read(e);
          e.respond(200, "text/plain", ("" + form.files().getFirst().bytes()).getBytes(UTF_8));
        };
    try (TestServer server = TestServer.with("POST", "/x", 4_000_000, upload);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri("/x"))
              .header("Content-Type", "multipart/form-data; boundary=b1")
              .POST(
                  BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.toByteArray())))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("3000000");
      assertThat(files.getFirst().toByteArray()).isEqualTo(image);
    }
  }

  private void assertRefused(Multipart multipart, String body, String message) {
    assertThatThrownBy(() -> multipart.read("multipart/form-data; boundary=b1", bytes(body)))
        .isInstanceOf(MalformedMultipartException.class)
        .hasMessageContaining(message);
  }

  private String outcome(InputStream in) {
    files.clear();
    try {
      return multipart().read("multipart/form-data; boundary=b1", in) + " " + texts();
    } catch (MalformedMultipartException e) {
      return "malformed";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String part(String name, String value) {
    return "--b1\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
        .formatted(name, value);
  }

  private Form read(String body) throws IOException {
    return multipart().read("multipart/form-data; boundary=b1", bytes(body.replace("\n", "\r\n")));
  }

  private Multipart multipart() {
    return new Multipart(MultipartLimits.DEFAULT, FILES::contains, this::open);
  }

  private ByteArrayOutputStream open(Form.Part part) {
    assertThat(FILES).contains(part.name());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    files.add(file);
    return file;
  }

  private List<String> texts() {
    return files.stream().map(file -> file.toString(UTF_8)).toList();
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
