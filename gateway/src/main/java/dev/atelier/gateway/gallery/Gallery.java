package dev.atelier.gateway.gallery;

import dev.atelier.gateway.job.JobStore;
import dev.atelier.storage.ArtifactStore;
import java.time.InstantSource;

/** What a tenant can do with the images that its jobs made. */
public record Gallery(SearchImages search, SelectImages selection, ManageBoards boards) {
  public static Gallery of(JobStore store, ArtifactStore artifacts, InstantSource clock) {
    var find = new FindImages(store.queue(), artifacts);
    return new Gallery(
        new SearchImages(store, find),
        new SelectImages(store.database(), find, artifacts, clock),
        new ManageBoards(store, find));
  }
}
