package dev.atelier.image;

/**
 * A checked picture that a request refers to, kept byte for byte as it came.
 *
 * @param artifact where its bytes are stored
 * @param hash of those bytes, what a fingerprint compares
 * @param size its pixels as shown, orientation applied
 */
public record InputImage(
    ArtifactId artifact,
    ContentHash hash,
    OutputFormat format,
    ImageSize size,
    boolean alpha,
    long bytes) {}
