@NullMarked
package dev.atelier.server;

import org.jspecify.annotations.NullMarked;
