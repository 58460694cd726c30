package dev.atelier.http.coding;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How a body was coded, in the order in which it was; none for a plain one.
 *
 * @param names in lower case; {@code identity} and, of a transfer, {@code chunked} are left out
 */
public record ContentCodings(List<String> names) {
  /** What an {@code Accept-Encoding} of ours says. */
  public static final String ACCEPTED = "gzip, deflate, identity";

  public static final ContentCodings NONE = new ContentCodings(List.of());

  /** A charset is no coding, and some clients name it as one. */
  private static final Set<String> NOTHING = Set.of("", "identity", "chunked", "utf-8", "utf8");

  private static final int DEPTH_MAX = 3;

  public ContentCodings {
    names = List.copyOf(names);
  }

  /**
   * @param content the values of {@code Content-Encoding}
   * @param transfer the values of {@code Transfer-Encoding}, which was applied afterwards
   */
  public static ContentCodings of(List<String> content, List<String> transfer) {
    var names = new ArrayList<String>();
    for (List<String> values : List.of(content, transfer)) {
      for (String value : values) {
        for (String word : value.split(",", -1)) {
          String name = word.strip().toLowerCase(Locale.ROOT);
          if (!NOTHING.contains(name)) {
            names.add(name);
          }
        }
      }
    }
    return new ContentCodings(names);
  }

  /** Whether the body is plain. */
  public boolean none() {
    return names.isEmpty();
  }

  /** What of them cannot be unpacked; more than a few on top of each other cannot. */
  public Optional<String> unsupported() {
    return names.stream()
        .filter(name -> Coding.named(name).isEmpty())
        .findFirst()
        .or(() ->
            names.size() > DEPTH_MAX ? Optional.of(String.join(", ", names)) : Optional.empty());
  }

  /**
   * The plain body. Reading throws {@link CodedBodyException} for one that is broken or grows
   * beyond what its size can explain, {@link UnpackedTooLargeException} past {@code bytesMax}.
   *
   * @param bytesMax of the plain body, and of what each coding packed
   * @throws IllegalArgumentException for a coding that is {@link #unsupported}
   */
  public InputStream unpack(InputStream body, long bytesMax) {
    if (none()) {
      return body;
    }
    var sent = new CountedInput(body);
    InputStream plain = sent;
    for (String name : names.reversed()) {
      Coding coding =
          Coding.named(name).orElseThrow(() -> new IllegalArgumentException("no coding: " + name));
      plain = new UnpackedStream(plain, sent, coding, bytesMax);
    }
    return plain;
  }
}
