package dev.atelier.http.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of a file, both ends included; {@code first} at or past the size means unsatisfiable.
 */
record ByteRange(long first, long last) {
  private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /** Empty for several ranges, another unit or nonsense: then the whole file is served. */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher matcher = ONE.matcher(header);
    if (!matcher.matches() || header.endsWith("=-")) {
      return Optional.empty();
    }
    String from = matcher.group(1);
    String to = matcher.group(2);
    if (from.isEmpty()) {
      return to.isEmpty() ? Optional.empty() : Optional.of(suffix(Long.parseLong(to), size));
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
    return first > last && first < size
        ? Optional.empty()
        : Optional.of(new ByteRange(first, last));
  }

  private static ByteRange suffix(long bytes, long size) {
    return bytes == 0
        ? new ByteRange(size, size)
        : new ByteRange(Math.max(0, size - bytes), size - 1);
  }

  long bytes() {
    return last - first + 1;
  }

  String contentRange(long size) {
    return "bytes " + first + "-" + last + "/" + size;
  }
}
