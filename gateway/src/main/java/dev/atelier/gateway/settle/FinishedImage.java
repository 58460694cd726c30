package dev.atelier.gateway.settle;

import dev.atelier.image.ImageReport;
import dev.atelier.image.Usage;
import dev.atelier.storage.StoredBlob;
import java.util.Optional;

/**
 * An image ready to be committed: on disk under its hash, and checked.
 *
 * @param usage what the upstream counted, where it did
 * @param previews how many previews of it went out
 */
public record FinishedImage(
    int index, StoredBlob blob, ImageReport report, Optional<Usage> usage, int previews) {}
