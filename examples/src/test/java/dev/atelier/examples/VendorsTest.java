package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Decoder;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.Probe;
import dev.atelier.media.Raster;
import dev.atelier.providers.apimart.FakeApiMart;
import dev.atelier.providers.openai.FakeOpenAi;
import dev.atelier.providers.runware.FakeRunware;
import dev.atelier.providers.seaart.FakeSeaArt;
import dev.atelier.providers.upstream.FakeUpstream;
import dev.atelier.providers.upstream.ImageMaker;
import dev.atelier.server.AtelierServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same examples with an account at each kind of vendor: what they save is what that vendor
 * made, byte for byte where it made what was ordered.
 */
class VendorsTest {
  private static final String KEY = "a-key-for-the-examples";
  private static final String SECRET = "a-key-of-the-vendor";

  /** Most of the time each of them waits. */
  private static final int AT_ONCE = 7;

  /** What a lossy format does to a channel. */
  private static final int TOLERANCE = 3;

  @TempDir private Path directory;

  private final List<byte[]> made = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void install() throws Exception {
    ExampleProgram.install();
  }

  @ParameterizedTest
  @EnumSource
  void every_example_saves_what_the_vendor_made(Vendor vendor) throws Exception {
    try (FakeUpstream service = vendor.start.apply(SECRET).makes(this::make);
        AtelierServer server = start()) {
      addAccount(server.uri(), vendor, service);
      runAll(server.uri());
    }
    List<Made> pictures = madePictures();
    for (ExampleProgram example : ExampleProgram.all().toList()) {
      for (var picture : example.pictures().entrySet()) {
        Path saved = folder(example).resolve(picture.getKey());
        assertThat(Probe.read(saved).size()).isEqualTo(picture.getValue());
        requireMade(saved, pictures);
      }
    }
  }

  private byte[] make(ImageMaker.Ordered image) {
    byte[] bytes = ImageMaker.pictures().make(image);
    made.add(bytes);
    return bytes;
  }

  private void runAll(URI server) throws Exception {
    try (var workers = Executors.newFixedThreadPool(AT_ONCE)) {
      var running = new ArrayList<Future<?>>();
      for (ExampleProgram example : ExampleProgram.all().toList()) {
        Path folder = Files.createDirectories(folder(example));
        running.add(
            workers.submit(() -> {
              example.run(folder, server, KEY);
              return example;
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
  }

  private Path folder(ExampleProgram example) {
    return directory.resolve(example.name().replace('/', '-'));
  }

  private List<Made> madePictures() throws Exception {
    var pictures = new ArrayList<Made>();
    for (byte[] bytes : made) {
      if (pictures.stream().noneMatch(one -> Arrays.equals(one.bytes(), bytes))) {
        Path file = Files.write(directory.resolve("made"), bytes);
        pictures.add(new Made(bytes, Probe.read(file), colour(file)));
      }
    }
    return pictures;
  }

  /** Its bytes; or its picture, where none was made in the size and format that were ordered. */
  private static void requireMade(Path saved, List<Made> pictures) throws Exception {
    byte[] bytes = Files.readAllBytes(saved);
    if (pictures.stream().anyMatch(one -> Arrays.equals(one.bytes(), bytes))) {
      return;
    }
    int colour = colour(saved);
    ImageInfo info = Probe.read(saved);
    assertThat(pictures.stream().filter(one -> alike(one.colour(), colour)).map(Made::info))
        .as("%s is none of the vendor's, or not byte for byte", saved)
        .isNotEmpty()
        .noneMatch(one -> one.size().equals(info.size()) && one.format() == info.format());
  }

  private static boolean alike(int one, int other) {
    return IntStream.of(0, 8, 16)
        .allMatch(shift -> Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)) <= TOLERANCE);
  }

  /** Of the middle: each picture has one colour. */
  private static int colour(Path image) throws Exception {
    ImageInfo info = Probe.read(image);
    try (Raster raster = new Decoder().decode(image, info)) {
      return raster.argb(raster.width() / 2, raster.height() / 2);
    }
  }

  private AtelierServer start() {
    return TestServer.start(
        directory.resolve("data"),
        KEY,
        Map.of("allow-private-networks", "true", "sandbox.enabled", "false"));
  }

  private static void addAccount(URI server, Vendor vendor, FakeUpstream service) throws Exception {
    String account =
        """
        {"name":"vendor","provider":"%s","base_url":"%s","secret":"%s","concurrency":8}\
        """
            .formatted(vendor.provider, service.base(), SECRET);
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(server.resolve("/api/v1/accounts"))
              .header("Authorization", "Bearer " + KEY)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(account));
      assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }
  }

  /** A picture of the vendor. */
  private record Made(byte[] bytes, ImageInfo info, int colour) {}

  /** The kinds of upstream. */
  enum Vendor {
    OPENAI("openai", FakeOpenAi::new),
    SEAART("seaart", FakeSeaArt::new),
    RUNWARE("runware", FakeRunware::new),
    APIMART("apimart", FakeApiMart::new);

    private final String provider;
    private final Function<String, FakeUpstream> start;

    Vendor(String provider, Function<String, FakeUpstream> start) {
      this.provider = provider;
      this.start = start;
    }
  }
}
