package dev.atelier.api.responses;

import dev.atelier.api.read.ImageReference;
import java.util.Optional;

/**
 * A picture of an earlier response that the input names.
 *
 * @param field the caller's name for the item
 * @param id of the item; may be empty
 * @param given the picture itself, where the item brings it along
 */
record EarlierImage(String field, String id, Optional<ImageReference> given) {}
