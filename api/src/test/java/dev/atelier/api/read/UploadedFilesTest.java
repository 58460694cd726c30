package dev.atelier.api.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.FormParts;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.SizeChoice;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every API makes of the files it is sent: damaged, of other kinds, turned. */
@Timeout(120)
class UploadedFilesTest {
  private static final String GIF = "GIF_";
  @TempDir static Path directory;
  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void nothing_stays_staged() throws Exception {
    assertThat(server.stagedFiles()).isZero();
  }

  // ---- damaged ----

  static Stream<Arguments> damagedUploads() {
    return Arrays.stream(UploadRoute.values())
        .flatMap(route -> Arrays.stream(Damaged.values()).map(one -> Arguments.of(route, one)));
  }

  @ParameterizedTest
  @MethodSource("damagedUploads")
  void no_route_keeps_a_damaged_file(UploadRoute route, Damaged damaged) throws Exception {
    assertThat(route.refusal(route.upload(server, damaged.bytes())))
        .matches(".*is (damaged|truncated).*");
  }

  static Stream<Arguments> damagedReferences() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            Arrays.stream(Damaged.values())
                .filter(one -> !one.name().startsWith(GIF))
                .map(one -> Arguments.of(dialect, one)));
  }

  @ParameterizedTest
  @MethodSource("damagedReferences")
  void no_order_works_from_one(Dialect dialect, Damaged damaged) throws Exception {
    int before = server.jobs();
    String image = Samples.dataUrl(damaged.bytes());

    Reply reply = dialect.edit(server, "\"%s\":[\"%s\"]".formatted(dialect.images(), image));

    assertThat(dialect.refusal(reply)).matches(".*is (damaged|truncated).*");
    assertThat(server.jobs()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Damaged.class)
  void nor_does_the_edit_of_a_form(Damaged damaged) throws Exception {
    Reply reply = edited(damaged.bytes());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("/error/code")).isEqualTo("invalid_image_file");
  }

  static Stream<Arguments> sound() {
    return Arrays.stream(UploadRoute.values())
        .flatMap(route ->
            Stream.of(
                    Damaged.encoded(OutputFormat.PNG),
                    Damaged.encoded(OutputFormat.JPEG),
                    Damaged.encoded(OutputFormat.WEBP),
                    Samples.image("gif", 200, 150))
                .map(file -> Arguments.of(route, Named.of("a file", file))));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void a_whole_one_is_kept(UploadRoute route, byte[] file) throws Exception {
    Reply reply = route.upload(server, file);

    assertThat(route.accepted(reply)).as(reply.body()).isTrue();
  }

  // ---- of other kinds ----

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind("", "is empty"),
        new Kind("a red fox", "is a text"),
        new Kind("{\"b64_json\":\"iVBO\"}", "is a text"),
        new Kind("<!doctype html><title>404</title>", "is an HTML page"),
        new Kind("<svg xmlns='http://www.w3.org/2000/svg'/>", "is an SVG image"),
        new Kind("%PDF-1.7\n1 0 obj", "is a PDF document"),
        new Kind("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "is a HEIC image"),
        new Kind("\0\0\0\u001cftypavif\0\0\0\0avifmif1", "is an AVIF image"),
        new Kind("II*\0\b\0\0\0\0\0", "is a TIFF image"),
        new Kind("MM\0*\0\0\0\b\0\0", "is a TIFF image"),
        new Kind("BM6\0\f\0\0\0\0\0006\0\0\0", "is a BMP image"));
  }

  /** A file in Latin-1, and what it is called. */
  record Kind(String content, String words) {
    byte[] bytes() {
      return content.getBytes(ISO_8859_1);
    }

    @Override
    public String toString() {
      return words;
    }
  }

  static Stream<Arguments> kindsEverywhere() {
    return Arrays.stream(UploadRoute.values())
        .flatMap(route -> kinds().map(kind -> Arguments.of(route, kind)));
  }

  @ParameterizedTest
  @MethodSource("kindsEverywhere")
  void an_upload_of_another_kind_is_called_what_it_is(UploadRoute route, Kind kind)
      throws Exception {
    assertThat(route.refusal(route.upload(server, kind.bytes()))).contains(kind.words());
  }

  static Stream<Arguments> kindsOfReferences() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            Stream.concat(kinds(), Stream.of(gif())).map(kind -> Arguments.of(dialect, kind)));
  }

  private static Kind gif() {
    return new Kind(new String(Samples.image("gif", 20, 10), ISO_8859_1), "is a GIF image");
  }

  @ParameterizedTest
  @MethodSource("kindsOfReferences")
  void so_is_a_reference(Dialect dialect, Kind kind) throws Exception {
    String url = "data:image/png;base64," + Samples.base64(kind.bytes());

    Reply reply = dialect.edit(server, "\"%s\":[\"%s\"]".formatted(dialect.images(), url));

    assertThat(dialect.refusal(reply)).contains(kind.words());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void and_the_part_of_a_form(Kind kind) throws Exception {
    assertThat(edited(kind.bytes()).text("/error/message")).contains(kind.words());
  }

  @Test
  void a_mask_of_another_kind_is_called_so_too() throws Exception {
    var form = form(Samples.png(64, 48)).file("mask", "m.png", "a mask".getBytes(ISO_8859_1));
    Reply reply = server.send(form.on(server.request("/v1/images/edits")));

    assertThat(reply.text("/error/message")).contains("The mask is a text");
    assertThat(reply.text("/error/param")).isEqualTo("mask");
  }

  // ---- turned ----

  private static byte[] turnedPng(boolean before) {
    byte[] png = Samples.png(64, 48);
    int at = before ? 33 : png.length - 12;
    return inserted(png, at, Damaged.chunk("eXIf", Damaged.turned()));
  }

  private static byte[] turnedJpeg() {
    byte[] exif = Damaged.turned();
    var segment = ByteBuffer.allocate(10 + exif.length).putShort((short) 0xffe1);
    segment.putShort((short) (8 + exif.length)).put("Exif\0\0".getBytes(ISO_8859_1)).put(exif);
    return inserted(Samples.image("jpeg", 64, 48), 2, segment.array());
  }

  /** A simple file with the extended header that announces the chunk at its end. */
  private static byte[] turnedWebp() {
    byte[] webp = Damaged.encoded(OutputFormat.WEBP);
    byte[] exif = Damaged.turned();
    var all =
        ByteBuffer.allocate(webp.length + 18 + 8 + exif.length).order(ByteOrder.LITTLE_ENDIAN);
    all.put("RIFF".getBytes(ISO_8859_1)).putInt(all.capacity() - 8);
    all.put("WEBPVP8X".getBytes(ISO_8859_1)).putInt(10).putInt(8);
    all.put(new byte[] {(byte) 199, 0, 0, (byte) 149, 0, 0}).put(webp, 12, webp.length - 12);
    return all.put("EXIF".getBytes(ISO_8859_1)).putInt(exif.length).put(exif).array();
  }

  private static byte[] inserted(byte[] bytes, int at, byte[] more) {
    var all = new ByteArrayOutputStream();
    all.write(bytes, 0, at);
    all.writeBytes(more);
    all.write(bytes, at, bytes.length - at);
    return all.toByteArray();
  }

  static Stream<Arguments> turned() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            Stream.of(
                Arguments.of(dialect, Named.of("PNG", turnedPng(true)), "48x64"),
                Arguments.of(dialect, Named.of("PNG, behind", turnedPng(false)), "48x64"),
                Arguments.of(dialect, Named.of("JPEG", turnedJpeg()), "48x64"),
                Arguments.of(dialect, Named.of("WebP", turnedWebp()), "150x200")));
  }

  @ParameterizedTest
  @MethodSource("turned")
  void a_stored_orientation_counts_in_every_format(Dialect dialect, byte[] file, String shown)
      throws Exception {
    String image = Samples.dataUrl(file);
    Reply reply =
        dialect.edit(
            server, "\"size\":\"auto\",\"%s\":[\"%s\"]".formatted(dialect.images(), image));

    var edit = (ImageRequest.Edit) dialect.ordered(server, reply);
    assertThat(edit.images().getFirst().size()).hasToString(shown);
    var made = (SizeChoice.Exact) edit.order().output().size();
    assertThat(made.size().height()).isGreaterThan(made.size().width());
  }

  @ParameterizedTest
  @MethodSource("turned")
  void a_mask_belongs_to_the_picture_as_it_is_shown(Dialect dialect, byte[] file, String shown)
      throws Exception {
    String[] sides = shown.split("x");
    byte[] mask = Samples.mask(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    Reply reply =
        dialect.edit(
            server,
            "\"%s\":[\"%s\"],\"%s\":\"%s\""
                .formatted(
                    dialect.images(),
                    Samples.dataUrl(file),
                    dialect.mask(),
                    Samples.dataUrl(mask)));

    assertThat(((ImageRequest.Edit) dialect.ordered(server, reply)).mask()).isPresent();
  }

  private static Reply edited(byte[] picture) throws Exception {
    return server.send(form(picture).on(server.request("/v1/images/edits")));
  }

  private static FormParts form(byte[] picture) {
    return new FormParts().text("prompt", "a red fox").file("image", "photo.png", picture);
  }
}
