@NullMarked
package dev.atelier.catalog.price;

import org.jspecify.annotations.NullMarked;
