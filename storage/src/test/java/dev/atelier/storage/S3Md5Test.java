package dev.atelier.storage;

import dev.atelier.storage.s3.S3Checksums;
import dev.atelier.storage.s3.S3Location;
import dev.atelier.storage.s3.S3Server;
import java.nio.file.Path;

/** The sweeper of a bucket that knows MD5 alone: every kind of request is made. */
class S3Md5Test extends SweepContract {
  @Override
  World world(Path directory) {
    S3Location location = S3Server.location();
    return World.inBucket(
        directory, S3Server.running().options(location, S3Checksums.MD5, S3Server.CREDENTIALS));
  }

  @Override
  int round() {
    return 1;
  }
}
