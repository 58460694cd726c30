/**
 * What may be asked for: policies over prompts.
 *
 * <p>Start at {@link dev.atelier.moderation.Moderation}. Off by default; a server has exactly the
 * rules that its operator wrote. May import {@code image}, {@code media} and {@code http}.
 */
@NullMarked
package dev.atelier.moderation;

import org.jspecify.annotations.NullMarked;
