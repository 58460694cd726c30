/**
 * The built-in rules over prompts: resource files with sets of terms, exceptions and rules that
 * want terms of several sets near each other, and the text forms in which evasions are undone.
 *
 * <p>Start at {@link dev.atelier.moderation.rules.RulePolicy}; {@code format.md} beside the rule
 * files describes them. May import {@code image} and the package above.
 */
@NullMarked
package dev.atelier.moderation.rules;

import org.jspecify.annotations.NullMarked;
