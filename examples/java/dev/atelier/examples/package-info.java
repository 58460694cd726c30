/**
 * Clients in Java, one for each API. Start at {@link OpenAiImage}. May import the vendors' SDKs and
 * the JDK, nothing of the server: they are what a user would write.
 */
@NullMarked
package dev.atelier.examples;

import org.jspecify.annotations.NullMarked;
