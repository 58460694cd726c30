/** Tests of what is kept, and of how it goes. */
@NullMarked
package dev.atelier.gateway.privacy;

import org.jspecify.annotations.NullMarked;
