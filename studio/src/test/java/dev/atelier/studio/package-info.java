@NullMarked
package dev.atelier.studio;

import org.jspecify.annotations.NullMarked;
