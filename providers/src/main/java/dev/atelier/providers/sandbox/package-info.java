/**
 * The built-in offline engine: draws pictures that show the prompt arrived, and plays the outcomes
 * a prompt scripts. It is not an AI model, and its pictures say so in their metadata.
 *
 * <p>Start at {@link SandboxProvider}. {@code words} reads prompts, {@code art} holds drawings and
 * typefaces, {@code scene} and {@code layout} draw. May import {@code provider}, {@code media} and
 * {@code image}.
 */
@NullMarked
package dev.atelier.providers.sandbox;

import org.jspecify.annotations.NullMarked;
