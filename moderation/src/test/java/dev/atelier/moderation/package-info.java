/** Tests of the policies over prompts. */
@NullMarked
package dev.atelier.moderation;

import org.jspecify.annotations.NullMarked;
