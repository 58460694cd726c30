/** Tests of the package of the same name. */
@NullMarked
package dev.atelier.gateway.attempt;

import org.jspecify.annotations.NullMarked;
