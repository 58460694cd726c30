@NullMarked
package dev.atelier.gateway;

import org.jspecify.annotations.NullMarked;
