package dev.atelier.storage;

import dev.atelier.storage.s3.S3Location;
import dev.atelier.storage.s3.S3Server;
import java.nio.file.Path;

/** The sweeper of a bucket. */
class S3SweepTest extends SweepContract {
  @Override
  World world(Path directory) {
    S3Location location = S3Server.location();
    return World.inBucket(directory, S3Server.running().options(location));
  }

  @Override
  int round() {
    return 1;
  }
}
