/** What is refused of backups, data directories and schemas. */
@NullMarked
package dev.atelier.server.backup;

import org.jspecify.annotations.NullMarked;
