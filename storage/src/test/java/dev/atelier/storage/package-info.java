/** What the store and its links promise. */
@NullMarked
package dev.atelier.storage;

import org.jspecify.annotations.NullMarked;
