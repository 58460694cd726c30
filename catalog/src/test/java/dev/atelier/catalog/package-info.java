@NullMarked
package dev.atelier.catalog;

import org.jspecify.annotations.NullMarked;
