package dev.atelier.storage;

import dev.atelier.image.ContentHash;

/**
 * Bytes that are safely on disk under their hash; {@link ArtifactStore#record} makes them
 * someone's.
 */
public record StoredBlob(ContentHash hash, long bytes) {}
