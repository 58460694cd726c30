/**
 * The server's settings: one YAML file, every key also as an {@code ATELIER_…} variable, defaults
 * for all of them, and an error that names the nearest key for one that does not exist.
 *
 * <p>Start at {@link ServerConfig}; {@link ConfigKeys} is the list.
 */
@NullMarked
package dev.atelier.server.config;

import org.jspecify.annotations.NullMarked;
