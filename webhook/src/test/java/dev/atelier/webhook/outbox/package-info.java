/** Tests of the package of the same name. */
@NullMarked
package dev.atelier.webhook.outbox;

import org.jspecify.annotations.NullMarked;
