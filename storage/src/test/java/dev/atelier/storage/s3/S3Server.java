package dev.atelier.storage.s3;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** An object store in this process, on loopback: one for all tests, which take prefixes of it. */
public final class S3Server {
  public static final String BUCKET = "pictures";
  public static final S3Credentials CREDENTIALS =
      new S3Credentials("access", "secret-of-the-tests", Optional.empty());
  private static final AtomicLong PREFIXES = new AtomicLong();

  private static final class Holder {
    static final S3Server ONE = start(AuthenticationType.AWS_V4);
  }

  private static final class OpenHolder {
    static final S3Server ONE = start(AuthenticationType.NONE);
  }

  private final S3Proxy proxy;

  private S3Server(S3Proxy proxy) {
    this.proxy = proxy;
  }

  public static S3Server running() {
    return Holder.ONE;
  }

  /** One that asks nobody who they are, to be reached by another. */
  public static S3Server open() {
    return OpenHolder.ONE;
  }

  private static S3Server start(AuthenticationType asks) {
    var store = new TransientNio2BlobStore();
    store.createContainer(BUCKET);
    var proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(asks, CREDENTIALS.accessKey(), CREDENTIALS.secretKey())
            .build();
    try {
      proxy.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return new S3Server(proxy);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  /** A part of the bucket that nobody else has. */
  public static S3Location location() {
    return S3Location.parse("s3://" + BUCKET + "/t" + PREFIXES.incrementAndGet());
  }

  /** What a server is told that keeps its pictures there, and asks for them by that way. */
  public static Map<String, String> settings(S3Location location, URI endpoint) {
    var settings = new HashMap<>(settings(endpoint));
    settings.put("storage", "s3://" + location.bucket() + "/" + location.prefix());
    return settings;
  }

  /** The same but for the place. */
  public static Map<String, String> settings(URI endpoint) {
    return Map.of(
        "s3.endpoint", endpoint.toString(),
        "s3.path-style", "true",
        "s3.access-key", CREDENTIALS.accessKey(),
        "s3.secret-key", CREDENTIALS.secretKey());
  }

  public S3Options options(S3Location location) {
    return options(location, endpoint(), S3Timeouts.of(Duration.ofSeconds(20)));
  }

  /** The same by another way, such as one that is disturbed. */
  public static S3Options options(S3Location location, URI endpoint, S3Timeouts timeouts) {
    return new S3Options(
        location,
        Optional.of(endpoint),
        Optional.empty(),
        "us-east-1",
        true,
        S3Checksums.SHA256,
        Optional.of(CREDENTIALS),
        false,
        timeouts,
        S3Options.PART_BYTES);
  }

  /** The same, whose clients are given addresses in the bucket. */
  public S3Options redirecting(S3Location location) {
    S3Options plain = options(location);
    return new S3Options(
        location,
        plain.endpoint(),
        plain.publicEndpoint(),
        plain.region(),
        plain.pathStyle(),
        plain.checksums(),
        plain.credentials(),
        true,
        plain.timeouts(),
        plain.partBytes());
  }

  /** The same with these checksums and credentials. */
  public S3Options options(S3Location location, S3Checksums checksums, S3Credentials credentials) {
    S3Options plain = options(location);
    return new S3Options(
        location,
        plain.endpoint(),
        plain.publicEndpoint(),
        plain.region(),
        plain.pathStyle(),
        checksums,
        Optional.of(credentials),
        false,
        plain.timeouts(),
        plain.partBytes());
  }

  public S3Client client() {
    return S3Clients.client(options(location()));
  }

  /** The keys of the contents that lie there. */
  public List<String> contents(S3Location location) {
    try (var client = client()) {
      return client
          .listObjectsV2Paginator(one -> one.bucket(BUCKET).prefix(location.contents()))
          .contents()
          .stream()
          .map(S3Object::key)
          .toList();
    }
  }

  /** What lies under a key. */
  public byte[] content(String key) {
    try (var client = client()) {
      return client.getObjectAsBytes(one -> one.bucket(BUCKET).key(key)).asByteArray();
    }
  }
}
