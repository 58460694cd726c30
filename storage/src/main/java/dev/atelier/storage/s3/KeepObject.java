package dev.atelier.storage.s3;

import dev.atelier.database.CommitUnknownException;
import dev.atelier.database.Database;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.ContentHash;
import dev.atelier.image.FaultException;
import dev.atelier.storage.StoredBlob;
import dev.atelier.storage.s3.ObjectRows.Kept;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts contents into the bucket, unless they are there. Its row says first that somebody is about
 * to name it, so that nobody deletes it meanwhile; one that is just being deleted is waited for.
 */
final class KeepObject {
  private static final Logger LOG = LoggerFactory.getLogger(KeepObject.class);
  private static final Duration COME_BACK = Duration.ofSeconds(5);
  private static final int TRIES = 100;
  private static final long PAUSE_MILLIS = 100;

  private final Database database;
  private final ObjectRows rows;
  private final S3Objects objects;
  private final DeleteObjects deletion;

  KeepObject(Database database, ObjectRows rows, S3Objects objects, DeleteObjects deletion) {
    this.database = database;
    this.rows = rows;
    this.objects = objects;
    this.deletion = deletion;
  }

  /** Sends a content to where it belongs. */
  @FunctionalInterface
  interface Send {
    void send() throws IOException;
  }

  StoredBlob keep(ContentHash hash, long bytes, Send send) throws IOException {
    Kept found = announce(hash);
    boolean kept = false;
    try {
      if (found == Kept.NEW || !objects.length(hash).equals(OptionalLong.of(bytes))) {
        send.send();
      }
      kept = true;
      return StoredBlob.whole(hash, bytes);
    } catch (IOException failure) {
      throw unavailable("the object store did not take a content", failure);
    } finally {
      if (!kept) {
        giveUp(hash);
      }
    }
  }

  private Kept announce(ContentHash hash) throws IOException {
    boolean interrupted = false;
    try {
      for (int i = 0; i < TRIES; i++) {
        Kept found = inDatabase(() -> database.write(tx -> rows.keep(tx, hash)));
        if (found != Kept.DELETING) {
          return found;
        }
        deletion.delete(List.of(hash)); // does nothing but where a crash left it half done
        try {
          Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      throw S3Calls.unavailable("the same content is being deleted");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void giveUp(ContentHash hash) {
    try {
      database.write(tx -> rows.named(tx, hash));
    } catch (DatabaseUnavailableException | CommitUnknownException e) {
      LOG.debug("it is forgotten in time that a content was to be named", e);
    }
  }

  private static <T> T inDatabase(Supplier<T> work) {
    try {
      return work.get();
    } catch (DatabaseUnavailableException | CommitUnknownException e) {
      throw unavailable("the database cannot be used", e);
    }
  }

  private static FaultException unavailable(String why, Exception cause) {
    return new FaultException(new AdmissionFault.Unavailable(why, COME_BACK), cause);
  }
}
