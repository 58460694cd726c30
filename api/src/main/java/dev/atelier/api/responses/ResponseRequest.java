package dev.atelier.api.responses;

import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.image.ImageRequest;

/**
 * A request for a response, read and found good.
 *
 * @param request for the gateway, its pictures stored
 * @param stream whether the answer is an event stream
 */
record ResponseRequest(
    ImageRequest request, ResponseState state, boolean stream, ClientRetry retry) {}
