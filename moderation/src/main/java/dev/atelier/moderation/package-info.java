/**
 * What may be asked for and shown: a chain of policies over prompts and pictures.
 *
 * <p>Start at {@link dev.atelier.moderation.Moderation}. May import {@code image}, {@code media}
 * and {@code http}.
 */
@NullMarked
package dev.atelier.moderation;

import org.jspecify.annotations.NullMarked;
