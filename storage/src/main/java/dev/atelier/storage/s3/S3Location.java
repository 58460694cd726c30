package dev.atelier.storage.s3;

import dev.atelier.image.ContentHash;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket, and the part of it that is ours: {@code s3://bucket/prefix}.
 *
 * @param prefix of every key, empty or with a slash at its end
 */
public record S3Location(String bucket, String prefix) {
  private static final Pattern WRITTEN =
      Pattern.compile("s3://([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])(?:/([A-Za-z0-9._/-]{0,200}))?");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final String CONTENTS = "artifacts/";
  private static final String OWNER = "owner";

  /** Throws {@link IllegalArgumentException} for what is not written so. */
  public static S3Location parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    String path = Optional.ofNullable(matcher.group(2)).orElse("").replaceAll("/+", "/");
    String trimmed = path.replaceAll("^/|/$", "");
    return new S3Location(matcher.group(1), trimmed.isEmpty() ? "" : trimmed + "/");
  }

  /** As the data directory has it: {@code artifacts/ab/abcd…}. */
  String key(ContentHash hash) {
    return contents() + hash.hex().substring(0, 2) + "/" + hash.hex();
  }

  /** What the keys of all contents begin with. */
  String contents() {
    return prefix + CONTENTS;
  }

  /** Where it is said whose all of this is. */
  String owner() {
    return prefix + OWNER;
  }

  /** The content of a key, if it is one of ours. */
  Optional<ContentHash> content(String key) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    return HASH.matcher(name).matches() && key.equals(key(new ContentHash(name)))
        ? Optional.of(new ContentHash(name))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + prefix;
  }
}
