@NullMarked
package dev.atelier.api.runware;

import org.jspecify.annotations.NullMarked;
