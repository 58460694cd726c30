@NullMarked
package dev.atelier.storage.gallery;

import org.jspecify.annotations.NullMarked;
