/** Fakes and contract suites of the provider interface, for every module's tests. */
@NullMarked
package dev.atelier.provider;

import org.jspecify.annotations.NullMarked;
