package dev.atelier.storage.s3;

import java.util.Optional;

/**
 * Who we are to the object store. Never printed.
 *
 * @param sessionToken with temporary ones
 */
public record S3Credentials(String accessKey, String secretKey, Optional<String> sessionToken) {
  @Override
  public String toString() {
    return "S3Credentials[…]";
  }
}
