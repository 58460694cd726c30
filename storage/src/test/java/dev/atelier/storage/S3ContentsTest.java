package dev.atelier.storage;

import dev.atelier.storage.s3.S3Location;
import dev.atelier.storage.s3.S3Server;
import java.nio.file.Path;

/** Contents in a bucket. */
class S3ContentsTest extends ContentStoreContract {
  @Override
  World world(Path directory) {
    S3Location location = S3Server.location();
    return World.inBucket(directory, S3Server.running().options(location));
  }
}
