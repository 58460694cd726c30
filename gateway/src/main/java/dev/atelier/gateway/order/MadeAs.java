package dev.atelier.gateway.order;

import dev.atelier.image.ImageSize;
import dev.atelier.image.Quality;

/** What decides an image's price, as the upstream made it and not as it was ordered. */
public record MadeAs(ImageSize size, Quality quality) {}
