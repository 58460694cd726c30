/** What is stored of clients' sessions. */
@NullMarked
package dev.atelier.queue.session;

import org.jspecify.annotations.NullMarked;
