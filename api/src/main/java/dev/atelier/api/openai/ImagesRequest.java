package dev.atelier.api.openai;

import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.image.ImageRequest;

/**
 * A generation or an edit, read and found good.
 *
 * @param order its fields
 * @param request the same for the gateway, its pictures stored
 */
record ImagesRequest(ImagesOrder order, ImageRequest request, ClientRetry retry) {}
