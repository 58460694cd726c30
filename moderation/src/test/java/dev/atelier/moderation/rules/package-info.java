/** Tests of the built-in rules, with their corpus. */
@NullMarked
package dev.atelier.moderation.rules;

import org.jspecify.annotations.NullMarked;
