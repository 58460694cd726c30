package dev.atelier.storage.s3;

import dev.atelier.database.Database;
import java.io.IOException;
import java.util.Optional;

/**
 * Whose our part of the bucket is: that of one database, which says so in an object. Two that share
 * one would delete each other's contents as contents without a row.
 */
final class StoreOwner {
  private final Database database;
  private final ObjectRows rows;
  private final S3Objects objects;

  StoreOwner(Database database, ObjectRows rows, S3Objects objects) {
    this.database = database;
    this.rows = rows;
    this.objects = objects;
  }

  /**
   * Returns if it is ours, or has become so.
   *
   * @throws ForeignBucketException if it is another's
   */
  void verify() throws IOException {
    String us = database.write(rows::owner);
    Optional<String> said = objects.owner();
    if (said.isEmpty()) {
      objects.own(us);
      said = objects.owner(); // of two at once the later one has written
    }
    if (!said.equals(Optional.of(us))) {
      throw new ForeignBucketException();
    }
  }

  /** It belongs to another database. */
  static final class ForeignBucketException extends IOException {
    private static final long serialVersionUID = 1L;

    ForeignBucketException() {
      super(
          "the bucket's prefix belongs to another database: use a prefix of its own, or delete its"
              + " object \"owner\" if that database is gone for good");
    }
  }
}
