package dev.atelier.storage.s3;

import dev.atelier.image.ContentHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** The objects of our part of the bucket: found, read, listed and deleted. */
final class S3Objects {
  /** The protocol's own bound, of lists and of deletes. */
  static final int PAGE = 1_000;

  private final S3Client client;
  private final S3Location location;
  private final S3Calls calls;

  S3Objects(S3Client client, S3Location location, S3Calls calls) {
    this.client = client;
    this.location = location;
    this.calls = calls;
  }

  /** How many bytes a content has; empty if it is not there. */
  OptionalLong length(ContentHash hash) throws IOException {
    try {
      return OptionalLong.of(
          calls.run(() ->
              client
                  .headObject(one -> one.bucket(location.bucket()).key(location.key(hash)))
                  .contentLength()));
    } catch (NoSuchFileException _) {
      return OptionalLong.empty();
    }
  }

  /** A content from that byte on; to be closed or aborted. */
  ResponseInputStream<GetObjectResponse> get(ContentHash hash, long from) throws IOException {
    return calls.run(() ->
        client.getObject(one -> {
          one.bucket(location.bucket()).key(location.key(hash));
          if (from > 0) {
            one.range("bytes=" + from + "-");
          }
        }));
  }

  /** Deletes contents, 1,000 at most; returns those that are not there any more. */
  Set<ContentHash> delete(Collection<ContentHash> contents) throws IOException {
    List<ObjectIdentifier> keys =
        contents.stream()
            .map(hash -> ObjectIdentifier.builder().key(location.key(hash)).build())
            .toList();
    Set<String> left =
        calls
            .run(() ->
                client.deleteObjects(one ->
                    one.bucket(location.bucket()).delete(all -> all.objects(keys).quiet(true))))
            .errors()
            .stream()
            .map(S3Error::key)
            .collect(Collectors.toSet());
    return contents.stream()
        .filter(hash -> !left.contains(location.key(hash)))
        .collect(Collectors.toSet());
  }

  /** A content that is there, and since when. */
  record Listed(ContentHash hash, Instant written) {}

  /**
   * Some objects in the order of their keys.
   *
   * @param contents those that are ours
   * @param last key that was looked at; empty at the end
   */
  record Page(List<Listed> contents, Optional<String> last) {}

  /** The page behind that key. */
  Page list(Optional<String> after) throws IOException {
    var answer =
        calls.run(() ->
            client.listObjectsV2(one -> {
              one.bucket(location.bucket()).prefix(location.contents()).maxKeys(PAGE);
              after.ifPresent(one::startAfter);
            }));
    List<Listed> contents =
        answer.contents().stream()
            .flatMap(one ->
                location.content(one.key()).stream()
                    .map(hash -> new Listed(hash, one.lastModified())))
            .toList();
    boolean more = Boolean.TRUE.equals(answer.isTruncated()) && !answer.contents().isEmpty();
    return new Page(
        contents, more ? Optional.of(answer.contents().getLast().key()) : Optional.empty());
  }

  /** Gives up uploads in parts that began before then, one page of them; returns how many. */
  int abortUploads(Instant before) throws IOException {
    List<MultipartUpload> old =
        calls
            .run(() ->
                client.listMultipartUploads(one ->
                    one.bucket(location.bucket()).prefix(location.contents()).maxUploads(PAGE)))
            .uploads()
            .stream()
            .filter(upload -> upload.initiated() != null && upload.initiated().isBefore(before))
            .toList();
    for (MultipartUpload upload : old) {
      calls.run(() ->
          client.abortMultipartUpload(
              one -> one.bucket(location.bucket()).key(upload.key()).uploadId(upload.uploadId())));
    }
    return old.size();
  }

  /** Whose all of this is; empty if nobody has said so. */
  Optional<String> owner() throws IOException {
    try {
      return Optional.of(
          calls.probe(() ->
              client
                  .getObjectAsBytes(one -> one.bucket(location.bucket()).key(location.owner()))
                  .asString(StandardCharsets.UTF_8)
                  .strip()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** Says that it is that one's. */
  void own(String owner) throws IOException {
    calls.probe(() ->
        client.putObject(
            one -> one.bucket(location.bucket()).key(location.owner()),
            RequestBody.fromString(owner + "\n")));
  }
}
