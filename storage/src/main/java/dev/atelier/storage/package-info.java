/**
 * Stored bytes: staged, then kept in a file under their SHA-256 or in a segment with other small
 * contents, with an index row for each tenant that owns them, expiry, and signed links.
 *
 * <p>Start at {@link ArtifactStore}; {@link UploadedFiles} gives artifacts names, {@link
 * SignedLinks} makes and checks links, {@link SecretKeyFile} finds the secret that they rest on.
 * Imports {@code image}, {@code database} and the JDK; knows nothing of jobs, HTTP or what the
 * bytes mean.
 */
@NullMarked
package dev.atelier.storage;

import org.jspecify.annotations.NullMarked;
