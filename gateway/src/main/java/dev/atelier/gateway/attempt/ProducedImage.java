package dev.atelier.gateway.attempt;

import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.storage.StagedFile;

/**
 * One image that arrived complete during a call, not yet held against its order.
 *
 * @param previews how many previews of it went out
 */
record ProducedImage(
    int index, StagedFile staged, CheckedSink.Check check, ImageMetadata metadata, int previews) {}
