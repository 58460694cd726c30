package dev.atelier.gateway.relay;

import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.queue.Job;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.StagedFile;
import dev.atelier.storage.StoredBlob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Previews on their way between processes: artifacts of the job's tenant that expire in a few
 * minutes, in the store that all processes read.
 */
final class SharedPreviews {
  private static final Logger LOG = LoggerFactory.getLogger(SharedPreviews.class);
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final String MEDIA_TYPE = "application/octet-stream";

  private final JobStore store;
  private final ArtifactStore artifacts;

  SharedPreviews(JobStore store, ArtifactStore artifacts) {
    this.store = store;
    this.artifacts = artifacts;
  }

  /** Whether other processes can read what is stored here at all. */
  boolean possible() {
    return artifacts.shared();
  }

  /** Stores a preview, and deletes its file; empty where it cannot be stored now. */
  Optional<ArtifactId> store(JobId job, Path file) {
    try (StagedFile staged = artifacts.stage()) {
      Files.copy(file, staged);
      StoredBlob kept = staged.seal();
      return store.write(tx ->
          store
              .queue()
              .find(tx, job)
              .filter(one -> !one.state().ended())
              .map(Job::tenant)
              .map(tenant ->
                  artifacts.record(
                      tx,
                      tenant,
                      kept,
                      MEDIA_TYPE,
                      Optional.empty(),
                      tx.now(),
                      Optional.of(tx.now().plus(KEPT)))));
    } catch (IOException | FaultException | DatabaseUnavailableException e) {
      LOG.debug("job {}: a preview is not told elsewhere: {}", job, e.getMessage());
      return Optional.empty();
    } finally {
      delete(file);
    }
  }

  /** A file of its own with a preview that another process stored; the caller deletes it. */
  Optional<Path> fetch(ArtifactId id) {
    try {
      Optional<Artifact> artifact = store.read(tx -> artifacts.find(tx, id));
      return artifact.isEmpty() ? Optional.empty() : Optional.of(copy(artifact.get()));
    } catch (IOException | FaultException | DatabaseUnavailableException e) {
      LOG.debug("a preview of another process is not there: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private Path copy(Artifact artifact) throws IOException {
    try (InputStream in = artifacts.content(artifact).open();
        StagedFile staged = artifacts.stageForHandOver()) {
      in.transferTo(staged);
      return staged.handOver();
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("a preview file could not be deleted; the next start sweeps it", e);
    }
  }
}
