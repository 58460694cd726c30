package dev.atelier.database;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Notices as payloads of {@code NOTIFY}, which takes less than 8,000 bytes each: a line with the
 * sender and a running number, by which no two payloads are equal, then a line for each notice.
 */
final class NoticePayloads {
  static final int BYTES_MAX = 7_900;

  private final String sender;
  private long number;

  /**
   * @param sender this process, without blanks
   */
  NoticePayloads(String sender) {
    this.sender = sender;
  }

  /** As many payloads as it takes, in the order of the notices, each of which is there once. */
  List<String> of(Collection<Notice> notices) {
    var payloads = new ArrayList<String>();
    var payload = new StringBuilder(head());
    int bytes = payload.length();
    for (Notice notice : new LinkedHashSet<>(notices)) {
      String line = "\n" + notice.line();
      int more = line.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + more > BYTES_MAX) {
        payloads.add(payload.toString());
        payload = new StringBuilder(head());
        bytes = payload.length();
      }
      payload.append(line);
      bytes += more;
    }
    payloads.add(payload.toString());
    return payloads;
  }

  /** What another process sent; nothing of this one's own. */
  List<Notice> heard(String payload) {
    return payload.startsWith(sender + " ")
        ? List.of()
        : payload.lines().skip(1).flatMap(NoticePayloads::notice).toList();
  }

  private static Stream<Notice> notice(String line) {
    try {
      return Notice.parse(line).stream();
    } catch (IllegalArgumentException foreign) {
      return Stream.empty();
    }
  }

  private String head() {
    number++;
    return sender + " " + number;
  }
}
