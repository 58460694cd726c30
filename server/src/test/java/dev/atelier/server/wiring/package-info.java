/** Whether what is wired belongs together. */
@NullMarked
package dev.atelier.server.wiring;

import org.jspecify.annotations.NullMarked;
