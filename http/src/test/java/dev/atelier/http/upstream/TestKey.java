package dev.atelier.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** A key that a test makes for {@code localhost}, and the trust in it. */
public final class TestKey {
  private static final String STORE = "javax.net.ssl.trustStore";
  private static final String STORE_PASSWORD = "javax.net.ssl.trustStorePassword";
  private static final String PASSWORD = "changeit";

  private final Path keys;
  private final Path trust;

  private TestKey(Path keys, Path trust) {
    this.keys = keys;
    this.trust = trust;
  }

  /**
   * Makes one.
   *
   * @param directory where its files are kept
   */
  public static TestKey make(Path directory)
      throws IOException, GeneralSecurityException, InterruptedException {
    var key = new TestKey(directory.resolve("keys.p12"), directory.resolve("trust.p12"));
    key.generate();
    key.trustBesides();
    return key;
  }

  /**
   * Lets what this process opens from now on trust it besides the usual authorities, as an operator
   * would with an authority of the house.
   */
  public Trust trusted() {
    var before = new Trust(System.getProperty(STORE), System.getProperty(STORE_PASSWORD));
    System.setProperty(STORE, trust.toString());
    System.setProperty(STORE_PASSWORD, PASSWORD);
    return before;
  }

  /**
   * For a server that has it.
   *
   * @param protocols what it offers by ALPN; none of it if empty
   */
  SslContextFactory.Server server(String... protocols) {
    var tls =
        new SslContextFactory.Server() {
          @Override
          public void customize(SSLEngine engine) {
            super.customize(engine);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setApplicationProtocols(protocols);
            engine.setSSLParameters(parameters);
          }
        };
    tls.setKeyStorePath(keys.toString());
    tls.setKeyStorePassword(PASSWORD);
    return tls;
  }

  private void generate() throws IOException, InterruptedException {
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
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
    if (made.waitFor() != 0) {
      throw new IOException(said);
    }
  }

  private void trustBesides() throws IOException, GeneralSecurityException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      own.load(in, PASSWORD.toCharArray());
    }
    KeyStore all = KeyStore.getInstance("PKCS12");
    all.load(null, null);
    all.setCertificateEntry("k", own.getCertificate("k"));
    for (Certificate usual : usual()) {
      all.setCertificateEntry("usual-" + all.size(), usual);
    }
    try (OutputStream out = Files.newOutputStream(trust)) {
      all.store(out, PASSWORD.toCharArray());
    }
  }

  private static List<Certificate> usual() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    var found = new ArrayList<Certificate>();
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        found.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    return found;
  }

  /** What was trusted before, which {@link #close} brings back. */
  public record Trust(@Nullable String store, @Nullable String password) implements AutoCloseable {
    @Override
    public void close() {
      restore(STORE, store);
      restore(STORE_PASSWORD, password);
    }

    private static void restore(String property, @Nullable String value) {
      if (value == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, value);
      }
    }
  }
}
