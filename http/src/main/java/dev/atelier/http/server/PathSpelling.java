package dev.atelier.http.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a path plainly means, although it is not written as the templates are. Clients put base URLs
 * together: with slashes too many, a version too few or twice, or the whole address as the base.
 *
 * <p>The version of a prefix ({@code /v1}) may be left out or repeated, and so may a word of it be
 * repeated: {@code /images/generations}, {@code /v1/v1/images/generations} and {@code
 * //openai/openai/v1/images/generations/} lead to where {@code /v1/images/generations} does.
 */
final class PathSpelling {
  private static final Pattern VERSION = Pattern.compile("v[0-9]+");
  private static final Pattern BLANKS = Pattern.compile("^(?:%20|%09)+(?=.)|(?<=.)(?:%20|%09)+$");
  private static final Pattern ENCODED_SLASH = Pattern.compile("%2[Ff]");
  private static final int REPEATED_MIN = 2;

  private final boolean exact;
  private final Set<String> prefixWords;

  private PathSpelling(boolean exact, Set<String> prefixWords) {
    this.exact = exact;
    this.prefixWords = prefixWords;
  }

  /** Nothing is read into a path. */
  static PathSpelling exact() {
    return new PathSpelling(true, Set.of());
  }

  static PathSpelling lenient(List<Mount> mounts) {
    Set<String> words = new HashSet<>();
    mounts.stream()
        .flatMap(mount -> mount.prefixes().stream())
        .forEach(prefix -> words.addAll(Template.segments(prefix)));
    return new PathSpelling(false, words);
  }

  /** Under which prefixes a mount's routes are found, its own first. */
  List<String> prefixes(String prefix) {
    List<String> words =
        Template.segments(prefix).stream().filter(word -> !isVersion(word)).toList();
    String without = words.isEmpty() ? "/" : "/" + String.join("/", words);
    return exact || without.equals(prefix) ? List.of(prefix) : List.of(prefix, without);
  }

  /** The segments of a path, without empty ones and without blanks around them. */
  List<String> plain(String path) {
    List<String> written = Template.segments(path);
    if (exact || (!written.contains("") && path.indexOf('%') < 0)) {
      return written;
    }
    return written.stream()
        .map(segment -> BLANKS.matcher(segment).replaceAll(""))
        .filter(segment -> !segment.isEmpty())
        .toList();
  }

  /** What segments that lead nowhere may stand for, the likeliest first. */
  List<List<String>> guesses(List<String> plain) {
    if (exact) {
      return List.of();
    }
    List<String> cut =
        plain.stream().flatMap(segment -> Stream.of(ENCODED_SLASH.split(segment, -1))).toList();
    List<String> once = withoutRepeatedEnd(cut);
    return List.of(unversioned(plain), cut, unversioned(cut), once, unversioned(once));
  }

  /** The method that is meant: {@code curl -X post} sends it in small letters. */
  String method(String sent) {
    return exact || sent.equals("head") ? sent : sent.toUpperCase(Locale.ROOT);
  }

  boolean anyCase() {
    return !exact;
  }

  /** Leaves out of the prefix every version, and every word that was said just before. */
  private List<String> unversioned(List<String> segments) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < segments.size()) {
      String word = segments.get(at).toLowerCase(Locale.ROOT);
      if (!prefixWords.contains(word)) {
        break;
      }
      if (!isVersion(word) && (words.isEmpty() || !words.getLast().equals(word))) {
        words.add(word);
      }
      at++;
    }
    words.addAll(segments.subList(at, segments.size()));
    return words;
  }

  /** A whole address that served as a base URL comes twice: {@code …/a/b/a/b} is {@code …/a/b}. */
  private static List<String> withoutRepeatedEnd(List<String> segments) {
    int size = segments.size();
    for (int length = size / 2; length >= REPEATED_MIN; length--) {
      List<String> end = segments.subList(size - length, size);
      if (end.equals(segments.subList(size - 2 * length, size - length))) {
        return segments.subList(0, size - length);
      }
    }
    return segments;
  }

  static boolean isVersion(String word) {
    return VERSION.matcher(word).matches();
  }
}
