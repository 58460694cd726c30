package dev.atelier.api.responses;

import dev.atelier.api.read.ImageReference;
import dev.atelier.api.read.Uploads;
import dev.atelier.gateway.input.InputSource;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The pictures to work from, newest first: those in the input, then those of the last generation
 * that the input names or, where it names none, the newest of the previous responses.
 */
final class InputPictures {
  private static final String PREVIOUS = "previous_response_id";

  private final StoredResponses responses;
  private final TenantId tenant;
  private final Uploads uploads;
  private final List<InputSource> found = new ArrayList<>();
  private final Set<ArtifactId> stored = new HashSet<>();

  InputPictures(StoredResponses responses, TenantId tenant, Uploads uploads) {
    this.responses = responses;
    this.tenant = tenant;
    this.uploads = uploads;
  }

  /**
   * Gets what is elsewhere; called once the rest of the request was found good.
   *
   * @param max most pictures that the model works from; older ones are left out
   * @throws Refusal if one that is named is not there
   */
  List<InputSource> of(Said said, Optional<Job> previous, int max) {
    if (said.pictures().size() > max) {
      throw RequestFault.invalid(ReadInput.FIELD, new Problem.TooMany(max, said.pictures().size()));
    }
    said.pictures().forEach(this::add);
    for (EarlierImage image : said.earlier()) {
      add(image);
    }
    if (said.earlier().isEmpty()) {
      previous
          .flatMap(job -> responses.newest(tenant, job))
          .flatMap(image -> source(PREVIOUS, image))
          .ifPresent(found::add);
    }
    return List.copyOf(found.subList(0, Math.min(max, found.size())));
  }

  /** A picture that the request itself names, such as a mask. */
  InputSource given(ImageReference reference) {
    try {
      return reference.source(tenant, uploads);
    } catch (FaultException e) {
      throw e.fault() instanceof RequestFault.NotFound(_, var id)
          ? RenderFault.noFile(reference.field(), id)
          : e;
    }
  }

  private void add(ImageReference reference) {
    found.add(given(reference));
  }

  private void add(EarlierImage image) {
    Optional<JobImage> made = responses.made(tenant, image.id());
    if (made.isEmpty() && image.given().isPresent()) {
      add(image.given().get());
      return;
    }
    JobImage there = made.orElseThrow(() -> RenderFault.noItem(image.field(), image.id()));
    if (there.artifact().filter(stored::contains).isEmpty()) {
      found.add(
          source(image.field(), there)
              .orElseThrow(() -> RenderFault.noItem(image.field(), image.id())));
    }
  }

  private Optional<InputSource> source(String field, JobImage image) {
    return image
        .artifact()
        .flatMap(id -> {
          stored.add(id);
          return uploads.stored(tenant, field, id);
        });
  }
}
