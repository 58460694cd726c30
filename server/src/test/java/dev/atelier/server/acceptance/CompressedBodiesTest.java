package dev.atelier.server.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that come compressed, in every API: unpacked, or refused by the name of the coding. */
@Timeout(120)
@ExtendWith(SharedServer.class)
class CompressedBodiesTest {
  private static final String FORM = "multipart/form-data; boundary=b1";

  /** A way of packing as clients name it. */
  enum Packing {
    GZIP("gzip"),
    OLD_GZIP("X-GZip"),
    GZIP_IN_CAPITALS("GZIP"),
    GZIP_BESIDE_NOTHING("identity, gzip"),
    DEFLATE("deflate"),
    BARE_DEFLATE("deflate"),
    GZIP_OVER_DEFLATE("deflate, gzip"),
    GZIP_TWICE("gzip,gzip"),
    NOTHING("identity"),
    A_CHARSET("utf-8");

    private final String name;

    Packing(String name) {
      this.name = name;
    }

    byte[] pack(byte[] body) throws IOException {
      return switch (this) {
        case GZIP, OLD_GZIP, GZIP_IN_CAPITALS, GZIP_BESIDE_NOTHING -> gzip(body);
        case DEFLATE -> deflate(body, false);
        case BARE_DEFLATE -> deflate(body, true);
        case GZIP_OVER_DEFLATE -> gzip(deflate(body, false));
        case GZIP_TWICE -> gzip(gzip(body));
        case NOTHING, A_CHARSET -> body;
      };
    }
  }

  static Stream<Arguments> packings() {
    return Stream.of(Dialect.values())
        .flatMap(
            dialect -> Stream.of(Packing.values()).map(packing -> Arguments.of(dialect, packing)));
  }

  @ParameterizedTest
  @MethodSource("packings")
  void an_order_is_unpacked(Dialect dialect, Packing packing, LiveServer server)
      throws IOException {
    byte[] packed = packing.pack(dialect.order().getBytes(UTF_8));

    dialect.assertAccepted(post(server, dialect.path, packing.name, sized(packed)));
    dialect.assertAccepted(post(server, dialect.path, packing.name, chunked(packed)));
  }

  @ParameterizedTest
  @MethodSource("dev.atelier.server.acceptance.Dialect#uploading")
  void an_upload_is_unpacked(Dialect dialect, LiveServer server) throws IOException {
    var form = new ByteArrayOutputStream();
    String name = dialect == Dialect.OPENAI ? "image" : "file";
    if (dialect == Dialect.OPENAI) {
      form.writeBytes(utf8("--b1\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nx\r\n"));
    }
    form.writeBytes(
        utf8("--b1\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"a.png\""));
    form.writeBytes(utf8("\r\nContent-Type: image/png\r\n\r\n"));
    form.writeBytes(Pixels.photo(320, 200));
    form.writeBytes(utf8("\r\n--b1--\r\n"));

    HttpResponse<String> answer =
        server.send(
            server
                .request(dialect.upload)
                .header("Content-Type", FORM)
                .header("Content-Encoding", "gzip")
                .POST(sized(gzip(form.toByteArray()))));

    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void an_unknown_coding_is_named(Dialect dialect, LiveServer server) {
    for (String coding : new String[] {"br", "zstd", "compress", "gzip, br", "aws-chunked", "7z"}) {
      HttpResponse<String> answer =
          post(server, dialect.path, coding, sized(utf8(dialect.order())));

      String unknown = coding.replace("gzip, ", "");
      dialect.assertError(answer, 415, "'" + unknown + "'", "gzip, deflate, identity");
      assertThat(answer.headers().firstValue("accept-encoding"))
          .hasValue("gzip, deflate, identity");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_body_that_cannot_be_unpacked_is_malformed(Dialect dialect, LiveServer server)
      throws IOException {
    byte[] packed = gzip(utf8(dialect.order()));
    byte[] flipped = packed.clone();
    flipped[packed.length - 6] ^= 0x55;
    byte[][] broken = {
      utf8(dialect.order()),
      Arrays.copyOf(packed, packed.length - 9),
      flipped,
      Arrays.copyOfRange(packed, 4, packed.length),
      deflate(utf8(dialect.order()), false)
    };
    for (byte[] body : broken) {
      dialect.assertError(
          post(server, dialect.path, "gzip", sized(body)), 400, "the body is not valid gzip");
    }
    dialect.assertError(
        post(server, dialect.path, "deflate", sized(utf8(dialect.order()))),
        400,
        "the body is not valid deflate");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_comes_out_is_read_as_any_body(Dialect dialect, LiveServer server) throws IOException {
    HttpResponse<String> plain = post(server, dialect.path, "identity", sized(utf8("{\"prompt\"")));
    HttpResponse<String> packed =
        post(server, dialect.path, "gzip", sized(gzip(utf8("{\"prompt\""))));

    assertThat(packed.statusCode()).isEqualTo(plain.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_bomb_is_refused(Dialect dialect, LiveServer server) throws IOException {
    for (String path :
        dialect.upload.isEmpty()
            ? new String[] {dialect.path}
            : new String[] {dialect.path, dialect.upload}) {
      for (byte[] bomb : new byte[][] {zeros(64 << 20), gzip(zeros(512 << 20))}) {
        String coding = bomb.length < 5_000 ? "gzip, gzip" : "gzip";
        HttpResponse<String> answer =
            server.send(
                server
                    .request(path)
                    .header("Content-Type", path.equals(dialect.path) ? "application/json" : FORM)
                    .header("Content-Encoding", coding)
                    .POST(sized(bomb)));

        assertThat(answer.statusCode()).as(path + answer.body()).isIn(400, 413);
        assertThat(answer.headers().firstValue("content-type").orElse("")).contains("json");
      }
    }
  }

  @Test
  void the_limit_of_a_route_is_of_what_comes_out(LiveServer server) throws IOException {
    String order = "{\"prompt\":\"" + "fox ".repeat(300_000) + "\"}";

    Dialect.OPENAI.assertError(
        post(server, Dialect.OPENAI.path, "gzip", sized(gzip(utf8(order)))),
        413,
        "larger than 1048576 bytes");
  }

  @Test
  void a_request_without_a_body_may_say_what_it_likes(LiveServer server) {
    assertThat(
            server
                .send(server.request("/v1/models").header("Content-Encoding", "br").GET())
                .statusCode())
        .isEqualTo(200);
  }

  private static HttpResponse<String> post(
      LiveServer server, String path, String coding, BodyPublisher body) {
    return server.send(
        server
            .request(path)
            .header("Content-Type", "application/json")
            .header("Content-Encoding", coding)
            .POST(body));
  }

  private static BodyPublisher sized(byte[] body) {
    return BodyPublishers.ofByteArray(body);
  }

  private static BodyPublisher chunked(byte[] body) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
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

  /** Blanks before a text, packed: the beginning of a body that never ends. */
  private static byte[] zeros(int size) throws IOException {
    var bytes = new ByteArrayOutputStream();
    byte[] block = new byte[1 << 20];
    Arrays.fill(block, (byte) ' ');
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < size / block.length; i++) {
        out.write(block);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
