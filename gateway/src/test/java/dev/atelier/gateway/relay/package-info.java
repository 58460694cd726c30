/** Tests of the package of the same name. */
@NullMarked
package dev.atelier.gateway.relay;

import org.jspecify.annotations.NullMarked;
