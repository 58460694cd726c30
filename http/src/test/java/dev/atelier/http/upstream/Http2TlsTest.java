package dev.atelier.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 over TLS, which both sides agree on by ALPN or not at all. */
class Http2TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path directory;
  private static Path keys;

  private final AtomicInteger sent = new AtomicInteger();

  /** A key of this test alone, for {@code localhost}. */
  @BeforeAll
  static void makeKey() throws Exception {
    keys = directory.resolve("keys.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "k",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD,
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost")
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes(), UTF_8);
    assertThat(made.waitFor()).as(said).isZero();
  }

  @Test
  void it_is_spoken_where_the_server_chooses_it() throws Exception {
    try (var server = secure("h2");
        var client = trusting()) {
      assertThat(call(client, server.uri())).isEqualTo("{\"a\":1}");
      assertThat(call(client, server.uri())).isEqualTo("{\"a\":1}");
      assertThat(server.connections()).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http/1.1", ""})
  void a_server_that_chooses_another_or_none_is_sent_nothing(String protocol) throws Exception {
    try (var server = protocol.isEmpty() ? secure() : secure(protocol);
        var client = trusting()) {
      assertThat(failure(client, server.uri())).isEqualTo(UpstreamFailure.NO_HTTP_2);
      assertThat(server.received()).isEmpty();
    }
    assertThat(sent).hasValue(0);
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_a_failure_of_tls() {
    try (var server = secure("h2");
        var client = new UpstreamClient()) {
      assertThat(failure(client, server.uri())).isEqualTo(UpstreamFailure.TLS);
    }
    assertThat(sent).hasValue(0);
  }

  @Test
  void so_is_one_of_another_name() throws Exception {
    try (var server = secure("h2");
        var client = trusting()) {
      URI address = URI.create("https://127.0.0.1:" + server.uri().getPort());
      assertThat(failure(client, address)).isEqualTo(UpstreamFailure.TLS);
    }
  }

  private static ScriptedHttp2 secure(String... protocols) {
    return ScriptedHttp2.secure(
        (_, reply) -> reply.json(200, "{\"a\":1}"), keys.toString(), PASSWORD, protocols);
  }

  private static UpstreamClient trusting() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("k", store.getCertificate("k"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return new UpstreamClient(new Http2Settings(context, Duration.ofSeconds(10)));
  }

  private UpstreamFailure failure(UpstreamClient client, URI uri) {
    Throwable thrown = catchThrowable(() -> call(client, uri));
    assertThat(thrown).isInstanceOf(UpstreamException.class);
    assertThat(((UpstreamException) thrown).left()).isFalse();
    return ((UpstreamException) thrown).failure();
  }

  private String call(UpstreamClient client, URI uri) throws IOException {
    return client.call(
        UpstreamRequest.get(uri).over(HttpVersion.HTTP_2),
        UpstreamTimeouts.prompt(),
        UpstreamObserver.of(sent::incrementAndGet, _ -> {}),
        response -> new String(response.body().readAllBytes(), UTF_8));
  }
}
