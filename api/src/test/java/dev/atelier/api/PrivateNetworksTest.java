package dev.atelier.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.atelier.api.apimart.Callbacks;
import dev.atelier.http.client.GuardedClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A user's URL that leads to a private address, by any spelling, redirect or DNS answer, is refused
 * in its dialect's own words, and no connection is made.
 */
@Timeout(120)
class PrivateNetworksTest {
  private static final String PICTURE = Samples.dataUrl(Samples.png(64, 48));
  private static final InetAddress OUTSIDE = InetAddress.ofLiteral("127.0.0.2");
  private static final List<String> HOSTS =
      List.of(
          "127.0.0.1",
          "127.1",
          "127.0.0.1.",
          "0x7f000001",
          "0x7F.1",
          "2130706433",
          "0177.0.0.1",
          "0.0.0.0",
          "0",
          "[::1]",
          "[::]",
          "[::ffff:127.0.0.1]",
          "[::ffff:7f00:1]",
          "[64:ff9b::7f00:1]",
          "[2002:7f00:1::]",
          "[fe80::1]",
          "[fd00:ec2::254]",
          "10.0.0.1",
          "172.16.0.1",
          "192.168.0.1",
          "100.64.0.1",
          "169.254.169.254",
          "localhost",
          "LocalHost.",
          "my.localhost",
          "inside.example",
          "in_side.example",
          "mixed.example",
          "outside.example@127.0.0.1",
          "127.0.0.1%2f@outside.example");

  @TempDir static Path directory;
  @TempDir static Path another;
  private static Trap trap;
  private static ApiServer server;

  /** Where a request may name a URL. */
  enum Place {
    SEAART_IMAGE(
        "/v1/queue/gpt_image_2_edit", "images", "{\"prompt\":\"fox\",\"images\":[\"%s\"]}"),
    SEAART_MASK(
        "/model/v1/queue/gpt_image_2_edit",
        "mask",
        "{\"prompt\":\"fox\",\"images\":\"" + PICTURE + "\",\"mask\":\"%s\"}"),
    APIMART_IMAGE(
        "/apimart/v1/images/generations",
        "image_urls",
        "{\"prompt\":\"fox\",\"image_urls\":[\"" + PICTURE + "\",{\"url\":\"%s\"}]}"),
    APIMART_MASK(
        "/apimart/v1/images/generations",
        "mask_url",
        "{\"model\":\"gpt-image-2-official\",\"prompt\":\"fox\",\"image_urls\":[\""
            + PICTURE
            + "\"],\"mask_url\":\"%s\"}"),
    APIMART_WEBHOOK(
        "/apimart/v1/images/generations", "webhook", "{\"prompt\":\"fox\",\"webhook\":\"%s\"}"),
    OPENAI_IMAGE(
        "/v1/images/edits",
        "images[0]",
        "{\"prompt\":\"fox\",\"images\":[{\"image_url\":\"%s\"}]}"),
    OPENAI_MASK(
        "/v1/images/edits/async",
        "mask",
        "{\"prompt\":\"fox\",\"images\":[{\"image_url\":\""
            + PICTURE
            + "\"}],\"mask\":{\"image_url\":\"%s\"}}"),
    ATELIER_IMAGE("/api/v1/jobs", "images[0]", "{\"prompt\":\"fox\",\"images\":[\"%s\"]}"),
    ATELIER_MASK(
        "/api/v1/jobs",
        "mask",
        "{\"prompt\":\"fox\",\"images\":[\"" + PICTURE + "\"],\"mask\":{\"url\":\"%s\"}}"),
    ATELIER_WEBHOOK("/api/v1/jobs", "webhook", "{\"prompt\":\"fox\",\"webhook\":\"%s\"}"),
    ATELIER_UPLOAD("/api/v1/jobs", "uploads[0]", "{\"prompt\":\"fox\",\"uploads\":[\"%s\"]}"),
    ATELIER_RECEIVER("/api/v1/webhooks", "url", "{\"url\":\"%s\"}");

    private final String path;
    private final String field;
    private final String body;

    Place(String path, String field, String body) {
      this.path = path;
      this.field = field;
      this.body = body;
    }

    Reply name(ApiServer at, String url) throws Exception {
      return at.post(path, body.formatted(url));
    }

    /** Whether the URL is fetched while its sender waits, and not sent to later. */
    boolean fetched() {
      return name().endsWith("IMAGE") || name().endsWith("MASK");
    }

    void assertRefused(Reply reply) {
      switch (name().substring(0, name().indexOf('_'))) {
        case "SEAART" -> {
          assertThat(reply.status()).as(reply.body()).isEqualTo(422);
          assertThat(reply.text("/detail")).startsWith(field);
        }
        case "ATELIER" -> {
          assertThat(reply.status()).as(reply.body()).isEqualTo(422);
          assertThat(reply.text("/field")).startsWith(field);
        }
        default -> {
          assertThat(reply.status()).as(reply.body()).isEqualTo(400);
          assertThat(reply.text("/error/type")).isEqualTo("invalid_request_error");
          assertThat(reply.text("/error/param")).startsWith(field);
          assertThat(reply.text("/error/message")).contains(field);
        }
      }
      assertThat(reply.body()).doesNotContain("127.").doesNotContain("example");
    }
  }

  @BeforeAll
  static void start() throws Exception {
    trap = new Trap();
    var guard = new GuardedClient(false, PrivateNetworksTest::resolve);
    server =
        ApiServer.start(
            directory, s -> s.with(guard).withReceivers(guard).with(new Callbacks(guard, true)));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    trap.close();
  }

  static Stream<Arguments> spellings() {
    return Arrays.stream(Place.values())
        .flatMap(place -> HOSTS.stream().map(host -> Arguments.of(place, host)));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void no_spelling_leads_inside(Place place, String host) throws Exception {
    place.assertRefused(place.name(server, "http://" + host + ":" + trap.port() + "/a.png"));

    assertNothingCameOfIt(server);
  }

  static Stream<Place> fetched() {
    return Arrays.stream(Place.values()).filter(Place::fetched);
  }

  @ParameterizedTest
  @MethodSource("fetched")
  void no_redirect_leads_inside(Place place) throws Exception {
    HttpServer outside = HttpServer.create(new InetSocketAddress(OUTSIDE, 0), 0);
    outside.createContext(
        "/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Location", "http://127.0.0.1:" + trap.port() + "/a.png");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    outside.start();
    var guard = new GuardedClient(PrivateNetworksTest::resolve, OUTSIDE::equals);
    try (var trusting = ApiServer.start(another.resolve(place.name()), s -> s.with(guard))) {
      String url = "http://outside.example:" + outside.getAddress().getPort() + "/a.png";

      place.assertRefused(place.name(trusting, url));

      assertNothingCameOfIt(trusting);
    } finally {
      outside.stop(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_port_that_cannot_be_is_refused_even_where_private_networks_are_allowed(Place place)
      throws Exception {
    var open = new GuardedClient(true);
    try (var trusting =
        ApiServer.start(
            another.resolve("port-" + place),
            s -> s.with(open).withReceivers(open).with(new Callbacks(open, true)))) {
      for (int port : List.of(0, 65_536, 99_999)) {
        place.assertRefused(place.name(trusting, "http://127.0.0.1:" + port + "/a.png"));
      }
      assertNothingCameOfIt(trusting);
    }
  }

  private static void assertNothingCameOfIt(ApiServer at) throws Exception {
    assertThat(trap.connections()).isZero();
    assertThat(at.jobs()).isZero();
    assertThat(at.stagedFiles()).isZero();
    assertThat(at.provider.calls()).isEmpty();
    assertThat(at.get("/api/v1/webhooks").json().path("data")).isEmpty();
  }

  private static List<InetAddress> resolve(String host) throws UnknownHostException {
    return switch (host) {
      case "localhost", "inside.example", "in_side.example" ->
          List.of(InetAddress.getLoopbackAddress());
      case "mixed.example" ->
          List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.getLoopbackAddress());
      case "outside.example" -> List.of(OUTSIDE);
      default -> throw new UnknownHostException(host);
    };
  }
}
