/**
 * What a prompt says, in the sandbox's vocabulary: subjects, counts, colours, positions, settings,
 * layouts and quoted text, in English and Chinese.
 *
 * <p>Start at {@link PromptReading}. The vocabulary is data: {@code subjects.tsv}, {@code
 * labels.tsv} and {@code vocabulary.tsv} among the resources. May import the JDK only; draws
 * nothing.
 */
@NullMarked
package dev.atelier.providers.sandbox.words;

import org.jspecify.annotations.NullMarked;
