/**
 * Makes images at OpenAI and at every server that speaks its Images API, or whose Responses API has
 * an image tool; what each does otherwise is said by the account's options, never by a class of its
 * own.
 *
 * <p>Start at {@link OpenAiProvider}. May import {@code provider}, {@code providers.upstream},
 * {@code http} and {@code image}. Source: OpenAI's API reference, "Images" and "Responses".
 */
@NullMarked
package dev.atelier.providers.openai;

import org.jspecify.annotations.NullMarked;
