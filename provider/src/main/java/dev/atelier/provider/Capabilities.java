package dev.atelier.provider;

/**
 * What a kind of upstream can do.
 *
 * @param imagesPerCall most pictures one call makes
 * @param resumable whether a call can be found again by the upstream's id
 * @param free whether a call costs nothing, so that repeating one is always safe and its pictures
 *     are not charged
 * @param partials whether it sends previews while it works
 */
public record Capabilities(int imagesPerCall, boolean resumable, boolean free, boolean partials) {}
