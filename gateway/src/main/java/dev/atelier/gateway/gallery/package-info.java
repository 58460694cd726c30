/**
 * The images that a tenant has, to be found again: searched, marked, put into boards, deleted many
 * at a time.
 *
 * <p>Start at {@link dev.atelier.gateway.gallery.Gallery}.
 */
@NullMarked
package dev.atelier.gateway.gallery;

import org.jspecify.annotations.NullMarked;
