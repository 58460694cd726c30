/** Which account takes what. */
@NullMarked
package dev.atelier.provider.account;

import org.jspecify.annotations.NullMarked;
