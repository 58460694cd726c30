package dev.atelier.storage.s3;

/** What we send along with a body, so that the object store takes no other. */
public enum S3Checksums {
  /** {@code x-amz-checksum-sha256}; the answer's is held against ours. */
  SHA256,
  /** {@code Content-MD5}, for servers that know no other. */
  MD5
}
