package dev.atelier.api.responses;

import dev.atelier.api.read.ImageReference;
import dev.atelier.image.Order;
import java.util.Optional;

/**
 * The body of a request, read: what is ordered, and the pictures that are on disk or not yet
 * fetched.
 *
 * @param toolName the caller's name for the image tool, such as {@code tools[0]}
 */
record ResponseFields(
    Order order,
    ImageTool tool,
    String toolName,
    Said said,
    Optional<ImageReference> mask,
    boolean stream,
    ResponseState state) {}
