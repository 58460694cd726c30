/** Tests of the package of the same name. */
@NullMarked
package dev.atelier.webhook.dispatch;

import org.jspecify.annotations.NullMarked;
