/** The scripts by which the server is started: the archive, and the JDK that is fetched. */
@NullMarked
package dev.atelier.server.launcher;

import org.jspecify.annotations.NullMarked;
