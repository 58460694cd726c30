@NullMarked
package dev.atelier.queue.claim;

import org.jspecify.annotations.NullMarked;
