/**
 * What tests of every module share: a clock that stands still and seeded properties. JDK only.
 *
 * <p>Start at {@link FakeClock} and {@link Property}.
 */
@NullMarked
package dev.atelier.testkit;

import org.jspecify.annotations.NullMarked;
