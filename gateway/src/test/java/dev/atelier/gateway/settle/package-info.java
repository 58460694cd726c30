/** Tests of the package of the same name. */
@NullMarked
package dev.atelier.gateway.settle;

import org.jspecify.annotations.NullMarked;
