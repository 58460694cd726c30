package dev.atelier.storage.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the bucket is, and how it is spoken to.
 *
 * @param endpoint of a server that is not AWS's own
 * @param publicEndpoint the same as clients reach it, for addresses that they are given
 * @param region such as {@code eu-central-1}
 * @param pathStyle whether the bucket is named in the path, not in the host
 * @param credentials those that the environment has, if empty
 * @param redirect whether clients are given addresses in the bucket
 * @param partBytes what is larger goes in parts of this size; the protocol wants 5 MiB or more
 */
public record S3Options(
    S3Location location,
    Optional<URI> endpoint,
    Optional<URI> publicEndpoint,
    String region,
    boolean pathStyle,
    S3Checksums checksums,
    Optional<S3Credentials> credentials,
    boolean redirect,
    S3Timeouts timeouts,
    int partBytes) {
  public static final int PART_BYTES = 8 << 20;
  private static final int PART_BYTES_MIN = 5 << 20;
  public static final Duration CALL = Duration.ofSeconds(60);

  public S3Options {
    if (partBytes < PART_BYTES_MIN) {
      throw new IllegalArgumentException("parts have 5 MiB or more");
    }
  }
}
