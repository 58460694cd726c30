/**
 * What the server promises to clients of the OpenAI Images API, held against the vendor's own SDK
 * and against plain HTTP. Every server here is a real one on a free port, with the sandbox.
 */
@NullMarked
package dev.atelier.server.acceptance;

import org.jspecify.annotations.NullMarked;
