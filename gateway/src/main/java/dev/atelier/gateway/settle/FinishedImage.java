package dev.atelier.gateway.settle;

import dev.atelier.gateway.order.MadeAs;
import dev.atelier.image.Difference;
import dev.atelier.image.ImageReport;
import dev.atelier.image.Usage;
import dev.atelier.storage.StoredBlob;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An image ready to be committed: on disk under its hash, and checked.
 *
 * @param usage what the upstream counted, where it did
 * @param previews how many previews of it went out
 * @param made how, where that changes what it costs
 * @param differences from what was ordered, to be recorded and counted
 * @param repeated whether the job has it already, so that it costs nothing
 */
public record FinishedImage(
    int index,
    StoredBlob blob,
    ImageReport report,
    Optional<Usage> usage,
    int previews,
    Optional<MadeAs> made,
    List<Difference> differences,
    boolean repeated) {
  public FinishedImage {
    differences = List.copyOf(differences);
  }

  /** The same, delivered though its job has it already. */
  public FinishedImage repeating(Difference how) {
    var all = Stream.concat(differences.stream(), Stream.of(how)).toList();
    return new FinishedImage(index, blob, report, usage, previews, made, all, true);
  }
}
