package dev.atelier.api.openai;

import dev.atelier.image.Order;
import java.util.Optional;

/**
 * The fields of a generation or an edit, read.
 *
 * @param modelName what the request calls the model
 * @param stream whether the answer is an event stream
 * @param links whether the answer names pictures by link instead of holding them; empty if the
 *     request does not say
 * @param safetyIdentifier the end user's id, where the request named it by that field
 */
record ImagesOrder(
    Order order,
    String modelName,
    boolean stream,
    Optional<Boolean> links,
    Optional<String> safetyIdentifier) {
  /** One that calls the model by its id. */
  ImagesOrder(
      Order order, boolean stream, Optional<Boolean> links, Optional<String> safetyIdentifier) {
    this(order, order.model(), stream, links, safetyIdentifier);
  }
}
