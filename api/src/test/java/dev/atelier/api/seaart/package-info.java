@NullMarked
package dev.atelier.api.seaart;

import org.jspecify.annotations.NullMarked;
