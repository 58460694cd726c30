/**
 * A policy that asks a server with OpenAI's moderations API, for prompts and pictures.
 *
 * <p>Start at {@link dev.atelier.moderation.remote.RemotePolicy}. May import {@code http.upstream},
 * {@code http.wire} and the package above.
 */
@NullMarked
package dev.atelier.moderation.remote;

import org.jspecify.annotations.NullMarked;
