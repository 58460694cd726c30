/**
 * Bodies that were compressed before they were sent (RFC 9110, section 8.4), unpacked as they
 * arrive.
 *
 * <p>Start at {@link ContentCodings}. May import the JDK alone.
 */
@NullMarked
package dev.atelier.http.coding;

import org.jspecify.annotations.NullMarked;
