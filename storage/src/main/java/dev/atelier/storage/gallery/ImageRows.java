package dev.atelier.storage.gallery;

import dev.atelier.database.Row;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ImageId;
import dev.atelier.image.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads images out of a table that says of which job and index each is. */
final class ImageRows {
  private static final String AFTER = " AND (job < ? OR (job = ? AND idx > ?))";
  private static final String LISTED = " ORDER BY job DESC, idx LIMIT ?";

  private ImageRows() {}

  /** Ends a query for those of a list that come after {@code after}, in the order of lists. */
  static String listed(Optional<ImageId> after) {
    return (after.isPresent() ? AFTER : "") + LISTED;
  }

  /** The arguments of a query that {@link #listed} ends. */
  static Object[] arguments(String owner, Optional<ImageId> after, int limit) {
    var args = new ArrayList<Object>(List.of(owner));
    after.ifPresent(id -> {
      args.add(id.job().toString());
      args.add(id.job().toString());
      args.add(id.index());
    });
    args.add(limit);
    return args.toArray();
  }

  static StoredImageId image(Row row) {
    return new StoredImageId(
        new ImageId(new JobId(row.uuid("job")), (int) row.number("idx")),
        new ArtifactId(row.uuid("artifact")));
  }
}
