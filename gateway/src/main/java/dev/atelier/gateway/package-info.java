/**
 * What happens to a request between a dialect and an upstream. One package for each stretch of the
 * way, each importing only those before it: {@code job}, {@code order}, {@code input}, {@code
 * settle}, {@code attempt}, {@code dispatch}, {@code submit}, {@code query}.
 *
 * <p>Start at {@link Gateway}, the steps that dialects call; {@link GatewayBuilder} puts them
 * together and {@link GatewayRuntime} drives them. Names no vendor and speaks no HTTP.
 */
@NullMarked
package dev.atelier.gateway;

import org.jspecify.annotations.NullMarked;
