package dev.atelier.gateway.gallery;

import dev.atelier.database.Tx;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ImageId;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.queue.ImageFilter;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.SearchJobs;
import dev.atelier.storage.gallery.Boards;
import dev.atelier.storage.gallery.Favourites;
import dev.atelier.storage.gallery.StoredImageId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds a tenant's images, those of the newest job first. A page looks at a bounded number of jobs:
 * where few fit, it is short or empty and says where the next one begins.
 */
public final class SearchImages {
  /** Steps of one page. */
  private static final int STEPS_MAX = 10;

  private static final int LISTED_OF_STEP = 200;

  private final JobStore store;
  private final FindImages find;
  private final SearchJobs jobs = new SearchJobs();

  SearchImages(JobStore store, FindImages find) {
    this.store = store;
    this.find = find;
  }

  /**
   * Some of the images that were looked for.
   *
   * @param favourites those of them that are marked
   * @param next after which image the next page begins; empty if there is none
   */
  public record Found(
      List<GalleryImage> images, Set<ArtifactId> favourites, Optional<ImageId> next) {}

  /**
   * @param after where the page before ended
   * @return empty if the caller's tenant has no such board
   */
  public Optional<Found> page(
      Principal principal,
      ImageSource source,
      ImageFilter filter,
      Optional<ImageId> after,
      int limit) {
    principal.require(Scope.READ);
    TenantId tenant = principal.tenant();
    return store.read(tx -> {
      if (source instanceof ImageSource.OfBoard(var board)
          && Boards.find(tx, tenant, board).isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(page(tx, tenant, source, filter, after, limit));
    });
  }

  private Found page(
      Tx tx,
      TenantId tenant,
      ImageSource source,
      ImageFilter filter,
      Optional<ImageId> after,
      int limit) {
    var found = new ArrayList<GalleryImage>();
    Optional<ImageId> place = after;
    boolean end = false;
    for (int step = 0; step < STEPS_MAX && !end && found.size() <= limit; step++) {
      Candidates candidates = candidates(tx, tenant, source, filter, place);
      for (ImageOfJob one : candidates.images()) {
        if (found.size() <= limit && after(place, one.id()) && filter.matches(one.image())) {
          find.stored(tx, one.job(), one.image()).ifPresent(found::add);
        }
      }
      place = candidates.reached().or(() -> after);
      end = candidates.end();
    }
    boolean full = found.size() > limit;
    List<GalleryImage> shown = full ? found.subList(0, limit) : found;
    Optional<ImageId> next =
        full ? Optional.of(shown.getLast().id()) : end ? Optional.empty() : place;
    return new Found(
        List.copyOf(shown),
        Favourites.among(tx, shown.stream().map(one -> one.artifact().id()).toList()),
        next);
  }

  private record ImageOfJob(Job job, JobImage image) {
    ImageId id() {
      return new ImageId(job.id(), image.index());
    }
  }

  /**
   * Images to look at, in the order of lists.
   *
   * @param reached the last place that was looked at
   */
  private record Candidates(List<ImageOfJob> images, Optional<ImageId> reached, boolean end) {}

  private Candidates candidates(
      Tx tx, TenantId tenant, ImageSource source, ImageFilter filter, Optional<ImageId> after) {
    return switch (source) {
      case ImageSource.Everything _ -> {
        SearchJobs.Step step = jobs.step(tx, tenant, filter, after.map(ImageId::job));
        // Every image of the last job was looked at, but a step never begins behind its own end.
        yield new Candidates(
            step.jobs().stream().flatMap(SearchImages::images).toList(),
            step.last().map(job -> new ImageId(job, ImageId.INDEX_MAX)),
            step.end());
      }
      case ImageSource.OfFavourites _ ->
          listed(tx, tenant, filter, Favourites.page(tx, tenant, after, LISTED_OF_STEP));
      case ImageSource.OfBoard(var board) ->
          listed(tx, tenant, filter, Boards.page(tx, board, after, LISTED_OF_STEP));
    };
  }

  private Candidates listed(
      Tx tx, TenantId tenant, ImageFilter filter, List<StoredImageId> listed) {
    var wanted = new HashSet<>(listed.stream().map(StoredImageId::id).toList());
    List<JobId> ids = wanted.stream().map(ImageId::job).distinct().toList();
    List<ImageOfJob> images =
        jobs.among(tx, tenant, filter, ids).stream()
            .flatMap(SearchImages::images)
            .filter(one -> wanted.contains(one.id()))
            .toList();
    return new Candidates(
        images,
        listed.isEmpty() ? Optional.empty() : Optional.of(listed.getLast().id()),
        listed.size() < LISTED_OF_STEP);
  }

  private static Stream<ImageOfJob> images(Job job) {
    return job.images().stream().filter(job::delivered).map(image -> new ImageOfJob(job, image));
  }

  private static boolean after(Optional<ImageId> place, ImageId id) {
    return place.filter(last -> id.compareTo(last) <= 0).isEmpty();
  }
}
