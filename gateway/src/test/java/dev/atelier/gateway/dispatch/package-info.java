/** Tests of the package of the same name. */
@NullMarked
package dev.atelier.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
