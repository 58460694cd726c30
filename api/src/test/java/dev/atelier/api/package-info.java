/** What the tests of all dialects share: one server in this process with all of them. */
@NullMarked
package dev.atelier.api;

import org.jspecify.annotations.NullMarked;
