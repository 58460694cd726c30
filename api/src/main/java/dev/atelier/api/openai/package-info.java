/**
 * The OpenAI APIs for images: generations, edits, variations (retired), files for vision and
 * models, and sub2api's asynchronous form of the first two.
 *
 * <p>Start at {@link OpenAiApi}, which lists the routes. {@link ReadOrder} is the table of fields,
 * {@link RenderFault} the only place that turns a fault into a body. May import {@code api}, {@code
 * gateway} and whatever lies below; knows no SQL.
 */
@NullMarked
package dev.atelier.api.openai;

import org.jspecify.annotations.NullMarked;
