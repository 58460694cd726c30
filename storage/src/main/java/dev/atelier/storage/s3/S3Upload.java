package dev.atelier.storage.s3;

import dev.atelier.image.ContentHash;
import dev.atelier.image.Sha256;
import dev.atelier.storage.ContentDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Sends contents to the object store with what it is to hold them against: one that fits in a part
 * at once, a larger one part by part, from its file. Returns when the store has all of it.
 */
final class S3Upload {
  private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);
  private static final String TYPE = "application/octet-stream";

  private final S3Client client;
  private final S3Location location;
  private final S3Checksums checksums;
  private final S3Calls calls;
  private final S3Objects objects;
  private final int partBytes;

  S3Upload(S3Client client, S3Options options, S3Calls calls, S3Objects objects) {
    this.client = client;
    this.location = options.location();
    this.checksums = options.checksums();
    this.calls = calls;
    this.objects = objects;
    this.partBytes = options.partBytes();
  }

  /** The first {@code length} bytes. */
  void send(ContentHash hash, byte[] content, int length) throws IOException {
    send(hash, new Slice(() -> new ByteArrayInputStream(content, 0, length), 0, length));
  }

  void send(ContentHash hash, Path file, long bytes) throws IOException {
    if (bytes <= partBytes) {
      send(hash, Slice.of(file, 0, bytes));
    } else {
      sendParts(hash, file, bytes);
    }
  }

  private void send(ContentHash hash, Slice slice) throws IOException {
    var whole = Sha256.digest();
    String sum = sum(slice, whole);
    requireUnchanged(hash, whole);
    var answer =
        calls.run(() ->
            client.putObject(
                one -> {
                  one.bucket(location.bucket()).key(location.key(hash)).contentType(TYPE);
                  switch (checksums) {
                    case SHA256 -> one.checksumSHA256(sum);
                    case MD5 -> one.contentMD5(sum);
                  }
                },
                body(slice)));
    verify(sum, answer.checksumSHA256());
  }

  private void sendParts(ContentHash hash, Path file, long bytes) throws IOException {
    String upload = begin(hash);
    boolean done = false;
    try {
      List<CompletedPart> parts = parts(hash, upload, file, bytes);
      complete(hash, upload, parts, bytes);
      done = true;
    } finally {
      if (!done) {
        abort(hash, upload);
      }
    }
  }

  private String begin(ContentHash hash) throws IOException {
    return calls
        .run(() ->
            client.createMultipartUpload(one -> {
              one.bucket(location.bucket()).key(location.key(hash)).contentType(TYPE);
              if (checksums == S3Checksums.SHA256) {
                one.checksumAlgorithm(ChecksumAlgorithm.SHA256);
              }
            }))
        .uploadId();
  }

  private List<CompletedPart> parts(ContentHash hash, String upload, Path file, long bytes)
      throws IOException {
    var parts = new ArrayList<CompletedPart>();
    var whole = Sha256.digest();
    for (long from = 0; from < bytes; from += partBytes) {
      Slice slice = Slice.of(file, from, Math.min(partBytes, bytes - from));
      parts.add(part(hash, upload, parts.size() + 1, slice, sum(slice, whole)));
    }
    requireUnchanged(hash, whole);
    return parts;
  }

  private CompletedPart part(ContentHash hash, String upload, int number, Slice slice, String sum)
      throws IOException {
    var answer =
        calls.run(() ->
            client.uploadPart(
                one -> {
                  one.bucket(location.bucket()).key(location.key(hash));
                  one.uploadId(upload).partNumber(number);
                  switch (checksums) {
                    case SHA256 -> one.checksumSHA256(sum);
                    case MD5 -> one.contentMD5(sum);
                  }
                },
                body(slice)));
    verify(sum, answer.checksumSHA256());
    var part = CompletedPart.builder().partNumber(number).eTag(answer.eTag());
    return checksums == S3Checksums.SHA256 ? part.checksumSHA256(sum).build() : part.build();
  }

  /** One that is repeated because its answer was lost may find the upload gone, and be done. */
  private void complete(ContentHash hash, String upload, List<CompletedPart> parts, long bytes)
      throws IOException {
    try {
      calls.run(() ->
          client.completeMultipartUpload(one ->
              one.bucket(location.bucket())
                  .key(location.key(hash))
                  .uploadId(upload)
                  .multipartUpload(all -> all.parts(parts))));
    } catch (NoSuchFileException gone) {
      if (!objects.length(hash).equals(OptionalLong.of(bytes))) {
        throw gone;
      }
    }
  }

  private void abort(ContentHash hash, String upload) {
    try {
      calls.run(() ->
          client.abortMultipartUpload(
              one -> one.bucket(location.bucket()).key(location.key(hash)).uploadId(upload)));
    } catch (IOException | RuntimeException failure) {
      LOG.info("an upload in parts is left for the sweeper: {}", failure.getMessage());
    }
  }

  /** What is sent along with it; it is read once, also for the whole. */
  private String sum(Slice slice, MessageDigest whole) throws IOException {
    MessageDigest own =
        switch (checksums) {
          case SHA256 -> Sha256.digest();
          case MD5 -> Digests.md5();
        };
    Digests.read(slice, own, whole);
    return Digests.base64(own);
  }

  private static RequestBody body(Slice slice) {
    return RequestBody.fromContentProvider(slice, slice.length(), TYPE);
  }

  private static void requireUnchanged(ContentHash hash, MessageDigest read) throws IOException {
    if (!ContentDigest.hash(read).equals(hash)) {
      throw new IOException("the staged content is not what was written");
    }
  }

  /** Where the store says what it has, it must be what was sent. */
  private void verify(String sent, @Nullable String told) throws IOException {
    if (checksums == S3Checksums.SHA256 && told != null && !told.equals(sent)) {
      throw new IOException("the object store has other bytes than were sent");
    }
  }
}
