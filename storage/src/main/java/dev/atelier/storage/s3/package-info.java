/**
 * Contents in a bucket of an S3-compatible object store, each an object under its hash.
 *
 * <p>Start at {@link S3Contents}. {@link S3Options} has where the bucket is and how it is spoken
 * to, {@link S3Check} tries that out. Imports {@code storage}, {@code database}, {@code image} and
 * the AWS SDK, which no other package knows.
 */
@NullMarked
package dev.atelier.storage.s3;

import org.jspecify.annotations.NullMarked;
