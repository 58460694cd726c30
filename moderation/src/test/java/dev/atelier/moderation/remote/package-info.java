/** Tests of asking a moderations server. */
@NullMarked
package dev.atelier.moderation.remote;

import org.jspecify.annotations.NullMarked;
