package dev.atelier.storage.s3;

import dev.atelier.database.Database;
import dev.atelier.image.ContentHash;
import dev.atelier.image.FaultException;
import dev.atelier.storage.LinkTerms;
import dev.atelier.storage.s3.StoreOwner.ForeignBucketException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** A bucket and all that speaks to it. */
final class Bucket implements AutoCloseable {
  /** Longer ones are not signed. */
  private static final Duration ADDRESS_MAX = Duration.ofDays(7);

  private final S3Location location;
  private final S3Client client;
  private final S3Presigner presigner;
  private final boolean redirect;
  private final StoreHealth health;
  private final S3Calls calls;
  private final S3Objects objects;
  private final S3Upload upload;
  private final StoreOwner owner;

  /** Connects to nothing yet. */
  Bucket(S3Options options, Database database, ObjectRows rows) {
    this.location = options.location();
    this.client = S3Clients.client(options);
    this.presigner = S3Clients.presigner(options);
    this.redirect = options.redirect();
    this.health = new StoreHealth(options.timeouts().probe(), this::verify);
    this.calls = new S3Calls(health, options.timeouts());
    this.objects = new S3Objects(client, location, calls);
    this.upload = new S3Upload(client, options, calls, objects);
    this.owner = new StoreOwner(database, rows, objects);
  }

  /**
   * Makes sure that it is ours; where it is away now, that is done once it is back.
   *
   * @throws IllegalStateException if it is another's
   */
  void open() {
    try {
      verify();
    } catch (ForeignBucketException foreign) {
      throw new IllegalStateException(location + ": " + foreign.getMessage(), foreign);
    } catch (FaultException away) {
      // its health says so
    } catch (IOException failure) {
      throw new IllegalStateException(location + ": " + failure.getMessage(), failure);
    }
  }

  private void verify() throws IOException {
    owner.verify();
  }

  S3Objects objects() {
    return objects;
  }

  S3Upload upload() {
    return upload;
  }

  Optional<String> problem() {
    return health.problem();
  }

  /** Where clients read a content themselves, if they are to. */
  Optional<URI> address(ContentHash hash, LinkTerms terms, InstantSource clock) {
    Duration left = Duration.between(clock.instant(), terms.expires());
    Duration asked = left.compareTo(ADDRESS_MAX) < 0 ? left : ADDRESS_MAX;
    if (!redirect || asked.toSeconds() < 1) {
      return Optional.empty();
    }
    var signed =
        presigner.presignGetObject(one ->
            one.signatureDuration(Duration.ofSeconds(asked.toSeconds()))
                .getObjectRequest(get ->
                    get.bucket(location.bucket())
                        .key(location.key(hash))
                        .responseContentType(terms.mediaType())
                        .responseContentDisposition(terms.disposition())));
    return Optional.of(URI.create(signed.url().toExternalForm()));
  }

  @Override
  public void close() {
    health.close();
    calls.close();
    client.close();
    presigner.close();
  }
}
