/**
 * OpenAI's Responses API for pictures: a text model is pretended that calls its image tool once.
 *
 * <p>Start at {@link ResponsesApi}, which lists the routes. {@link ReadResponse} reads a request,
 * {@link ResponseBody} writes the response object, {@link ResponseStream} its events; a response is
 * a job, {@link ResponseState} is what it remembers of its request, and {@link RenderFault} is the
 * only place that turns a fault into a body. A package of its own because it shares with {@code
 * api.openai} the errors and how a caller waits, and nothing of what is read and answered. May
 * import {@code api}, {@code api.openai}, {@code gateway} and whatever lies below; knows no SQL.
 */
@NullMarked
package dev.atelier.api.responses;

import org.jspecify.annotations.NullMarked;
