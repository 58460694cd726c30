package dev.atelier.storage.s3;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Tries out whether a bucket can be written, read and deleted from. */
public final class S3Check {
  private S3Check() {}

  /**
   * What was found, for people; leaves nothing in the bucket.
   *
   * @throws IllegalStateException naming the step that failed
   */
  public static String of(S3Options options) {
    String bucket = options.location().bucket();
    String key = options.location().prefix() + "doctor/" + UUID.randomUUID();
    long begun = System.nanoTime();
    try (S3Client client = S3Clients.client(options)) {
      step(
          "writing",
          () -> client.putObject(one -> one.bucket(bucket).key(key), RequestBody.fromString(key)));
      String read;
      try {
        read =
            step("reading", () -> client.getObjectAsBytes(one -> one.bucket(bucket).key(key)))
                .asUtf8String();
      } finally {
        step("deleting", () -> client.deleteObject(one -> one.bucket(bucket).key(key)));
      }
      step("listing", () -> client.listObjectsV2(one -> one.bucket(bucket).maxKeys(1)));
      if (!read.equals(key)) {
        throw new IllegalStateException("the bucket gives back other bytes than it was given");
      }
    }
    return "%s written, read, listed and deleted in %d ms"
        .formatted(options.location(), Duration.ofNanos(System.nanoTime() - begun).toMillis());
  }

  private static <T> T step(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException failure) {
      throw new IllegalStateException(what + " failed: " + failure.getMessage(), failure);
    }
  }
}
