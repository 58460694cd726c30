/** Tests of the package of the same name. */
@NullMarked
package dev.atelier.webhook.subscription;

import org.jspecify.annotations.NullMarked;
