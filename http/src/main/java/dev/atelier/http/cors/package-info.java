/**
 * Which pages of other origins a browser lets read our answers (https://fetch.spec.whatwg.org).
 *
 * <p>Start at {@link CorsPolicy}. May import the JDK alone.
 */
@NullMarked
package dev.atelier.http.cors;

import org.jspecify.annotations.NullMarked;
