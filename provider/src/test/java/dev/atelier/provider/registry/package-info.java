@NullMarked
package dev.atelier.provider.registry;

import org.jspecify.annotations.NullMarked;
