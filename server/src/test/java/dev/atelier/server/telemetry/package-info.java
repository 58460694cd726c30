/** Tests of what is recorded of requests and jobs, and of how it is sent. */
@NullMarked
package dev.atelier.server.telemetry;

import org.jspecify.annotations.NullMarked;
