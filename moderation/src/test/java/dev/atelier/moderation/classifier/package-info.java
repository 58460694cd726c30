/** Tests of asking a moderations server. */
@NullMarked
package dev.atelier.moderation.classifier;

import org.jspecify.annotations.NullMarked;
