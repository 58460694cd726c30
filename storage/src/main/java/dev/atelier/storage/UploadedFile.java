package dev.atelier.storage;

import java.time.Instant;

/**
 * A stored picture under a name, kept for requests to come.
 *
 * @param name as whoever uploaded it called it
 * @param purpose a word of the API it came through
 * @param artifact the bytes, and whose they are
 * @param expires from when on it cannot be found any more
 */
public record UploadedFile(
    FileId id, String name, String purpose, Artifact artifact, Instant created, Instant expires) {}
