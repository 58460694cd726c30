/**
 * Tests of outbox, endpoints, signatures and dispatcher; contracts run over each kind of database.
 */
@NullMarked
package dev.atelier.webhook;

import org.jspecify.annotations.NullMarked;
