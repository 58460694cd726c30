/**
 * What an answer costs in clients of upstreams. Start at {@link CompareClients}. May import {@code
 * http} and whatever lies below it.
 */
@NullMarked
package dev.atelier.benchmarks.upstream;

import org.jspecify.annotations.NullMarked;
