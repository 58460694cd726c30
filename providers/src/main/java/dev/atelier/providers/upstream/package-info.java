/**
 * What calling any vendor takes: reading its errors, what each says about the call and the account
 * (the table of outcomes), fetching results by URL.
 *
 * <p>Start at {@link OutcomeTable}. Names vendors only as words of the table. May import {@code
 * provider}, {@code http} and {@code image}.
 */
@NullMarked
package dev.atelier.providers.upstream;

import org.jspecify.annotations.NullMarked;
